import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { ApprovalComment } from './approval-comment.entity.ts'

const ofRequest: ListOf<ApprovalComment> = {
  entity: ApprovalComment,
  by: 'requestId',
  orderBy: { createdAt: 'asc', id: 'asc' },
}

/** What was said about a request, oldest first; many requests cost one query. Customers see none. */
export async function commentsOf(ctx: Pick<Ctx, 'em'>, requestId: string): Promise<ApprovalComment[]> {
  return loadList(ctx, ofRequest, requestId)
}
