import { raw, type FilterQuery } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, instantInCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import type { ApprovalsArgs, ApprovalWhere } from './approvals.inputs.ts'

type Condition = FilterQuery<ApprovalRequest>

/** A place that the caller can fill: its own, or one of whom it stands for. */
interface Place {
  userId: string
  policyId: string | null
  customerId: string | null
}

async function placesOfCaller(ctx: Ctx): Promise<Place[]> {
  const own = { userId: ctx.actor.id, policyId: null, customerId: null }
  const now = ctx.clock.now()
  const delegations = await ctx.em.find(ApprovalDelegation, {
    toUserId: ctx.actor.id,
    endedAt: null,
    validFrom: { $lte: now },
    validTo: { $gt: now },
  })
  return [
    own,
    ...delegations.map(({ fromUserId: userId, policyId, customerId }) => ({ userId, policyId, customerId })),
  ]
}

/** A request whose open step names the caller, or whom it stands for and who did not ask. Its seller is the outer row's. */
async function isAwaiting(ctx: Ctx, wanted: boolean): Promise<Condition> {
  const places = await placesOfCaller(ctx)
  const ofPlace = (alias: string) => `(s.approver_ids @> ARRAY[?]::text[]
    AND (?::text IS NULL OR ${alias}.requester_id <> ?) AND (?::text IS NULL OR ${alias}.organization_id = ?)
    AND (?::text IS NULL OR s.reasons @> jsonb_build_array(jsonb_build_object('policy', jsonb_build_object('id', ?::text)))))`
  const values = places.flatMap(({ userId, policyId, customerId }) => {
    const other = userId === ctx.actor.id ? null : userId
    return [userId, other, other, customerId, customerId, policyId, policyId]
  })
  const sql = (alias: string) =>
    `(${alias}.status = 'PENDING' AND EXISTS (
       SELECT FROM approval_step s WHERE s.seller_id = ${alias}.seller_id AND s.request_id = ${alias}.id
         AND s.status = 'ACTIVE' AND (${places.map(() => ofPlace(alias)).join(' OR ')})))`
  return { [raw(sql, values)]: wanted }
}

async function conditions(ctx: Ctx, where: ApprovalWhere | null | undefined): Promise<Condition[]> {
  const { status, awaitingMyDecision, orderId, isBlocked } = where ?? {}
  return [
    ...(status ? [{ status: { $in: status } }] : []),
    ...(orderId ? [{ orderId }] : []),
    ...(typeof isBlocked === 'boolean' ? [{ blockedSince: isBlocked ? { $ne: null } : null }] : []),
    ...(typeof awaitingMyDecision === 'boolean' ? [await isAwaiting(ctx, awaitingMyDecision)] : []),
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
    { $and: [...(await conditions(ctx, args.where)), ...afterCursor(args.after)] },
    { orderBy: [{ requestedAt: 'desc' }, { id: 'desc' }], limit },
  )
  return toPage(rows, args, (row) => [row.requestedAt.toISOString(), row.id])
}
