import { raw, type FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalsArgs, ApprovalWhere } from './approvals.inputs.ts'

type Condition = FilterQuery<ApprovalRequest>

/** A request whose open step names this user. Its seller is the outer row's. */
function isAwaiting(userId: string, wanted: boolean): Condition {
  const sql = (alias: string) =>
    `(${alias}.status = 'PENDING' AND EXISTS (
       SELECT FROM approval_step s WHERE s.seller_id = ${alias}.seller_id AND s.request_id = ${alias}.id
         AND s.status = 'ACTIVE' AND s.approver_ids @> ARRAY[?]::text[]))`
  return { [raw(sql, [userId])]: wanted }
}

function conditions(ctx: Ctx, where: ApprovalWhere | null | undefined): Condition[] {
  const { status, awaitingMyDecision, orderId } = where ?? {}
  return [
    ...(status ? [{ status: { $in: status } }] : []),
    ...(orderId ? [{ orderId }] : []),
    ...(typeof awaitingMyDecision === 'boolean' ? [isAwaiting(ctx.actor.id, awaitingMyDecision)] : []),
  ]
}

function afterCursor(cursor: string | null | undefined): Condition[] {
  if (!cursor) return []
  const [instant = '', id = ''] = decodeCursor(cursor, 2).map(String)
  const requestedAt = instantInCursor(instant)
  return [{ $or: [{ requestedAt: { $lt: requestedAt } }, { requestedAt, id: { $lt: id } }] }]
}

/** The approval requests that the caller sees, its own organization's and those of the resellers below; newest first. */
export async function listApprovals(ctx: Ctx, args: ApprovalsArgs): Promise<Page<ApprovalRequest>> {
  allow(ctx, 'APPROVAL_READ')
  const limit = pageSize(args.first) + 1
  const rows = await ctx.em.find(
    ApprovalRequest,
    { $and: [...conditions(ctx, args.where), ...afterCursor(args.after)] },
    { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], limit },
  )
  return toPage(rows, args, (row) => [row.requestedAt.toISOString(), row.id])
}
