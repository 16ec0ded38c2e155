import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import type { Node } from '../platform/node.view.ts'
import { maxPageSize } from '../platform/page.ts'
import { findNode } from './find-node.ts'

/** The things with these ids, in their order, as `findNode` finds each; refuses more than 100 (TOO_MANY). */
export async function findNodes(ctx: Ctx, ids: readonly string[]): Promise<Array<Node | null>> {
  if (ids.length > maxPageSize) throw refuse('TOO_MANY', `Ask for at most ${maxPageSize} ids.`, ['ids'])
  return Promise.all(ids.map((id) => findNode(ctx, id)))
}
