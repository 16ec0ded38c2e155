import type { Ctx } from '../access/ctx.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { knownApprovers } from './known-approvers.ts'

const mostMembers = 100

/** The members as they are kept, each once. Refuses MEMBERS_COUNT and, by place, APPROVER_UNKNOWN. */
export async function membersOf(ctx: Ctx, given: readonly string[]): Promise<string[]> {
  const ids = [...new Set(given)]
  if (ids.length < 1 || ids.length > mostMembers)
    throw refuse('MEMBERS_COUNT', `Name 1 to ${mostMembers} members.`, ['memberIds'])
  const known = await knownApprovers(ctx)
  const message = 'Name somebody who is active and may decide approvals, or an API key with that scope.'
  refuseAll(
    ids.flatMap((id) =>
      known.ids.has(id)
        ? []
        : [{ code: 'APPROVER_UNKNOWN', message, path: ['memberIds', String(given.indexOf(id))] }],
    ),
  )
  return ids
}
