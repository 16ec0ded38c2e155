import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { ApprovalDelegation } from './approval-delegation.entity.ts'
import type { ApprovalDelegationCreateInput } from './approval-commands.inputs.ts'
import { ApprovalPolicy } from './approval-policy.entity.ts'
import { approvalRoutingData } from './approval-routing-data.ts'
import { approvalDelegationCreated } from './delegations.events.ts'
import { recordDelegationEvent } from './record-delegation-event.ts'
import { requireSellerSide } from './require-seller-side.ts'

const longestMs = 366 * 86_400_000

function timeProblems(validFrom: Date, validTo: Date, now: Date): Problem[] {
  const problem = (message: string): Problem[] => [{ code: 'DELEGATION_TIME', message, path: ['validTo'] }]
  if (validTo <= validFrom || validTo <= now) return problem('Use an end after its begin, in the future.')
  if (validTo.getTime() - validFrom.getTime() > longestMs)
    return problem('Delegate for at most a year at a time.')
  return []
}

async function requireScope(ctx: Ctx, input: ApprovalDelegationCreateInput): Promise<void> {
  const { policyId, customerId } = input
  const { sellerId } = ctx.actor
  if (policyId && !(await ctx.em.findOne(ApprovalPolicy, { id: policyId, sellerId })))
    throw notFound('approval policy', ['policyId'])
  if (customerId && !(await ctx.em.findOne(Organization, { id: customerId, sellerId })))
    throw notFound('organization', ['customerId'])
}

/** Both must be users of the caller's own reseller who may decide now: nobody hands over more than is there. */
async function findPair(ctx: Ctx, fromId: string, toId: string) {
  const { sellerId } = ctx.actor
  const { people } = await approvalRoutingData(ctx, { sellerId, requesterIds: [] })
  const find = (wanted: string, path: string) => {
    const found = people.find(
      (one) => one.id === wanted && one.sellerId === sellerId && !one.id.startsWith('key_'),
    )
    if (found) return found
    throw refuse('APPROVER_UNKNOWN', 'Name an active user of your reseller who may decide approvals.', [path])
  }
  if (fromId === toId) throw refuse('DELEGATE_IS_SELF', 'Name somebody else than the approver.', ['toUserId'])
  return { from: find(fromId, 'fromUserId'), to: find(toId, 'toUserId') }
}

async function addDelegation(ctx: Ctx, input: ApprovalDelegationCreateInput): Promise<ApprovalDelegation> {
  const now = ctx.clock.now()
  const validFrom = input.validFrom ?? now
  refuseAll(timeProblems(validFrom, input.validTo, now))
  const { from, to } = await findPair(ctx, input.fromUserId ?? ctx.actor.id, input.toUserId)
  await requireScope(ctx, input)
  const delegation = Object.assign(new ApprovalDelegation(), {
    id: ctx.ids.next('adg'),
    sellerId: ctx.actor.sellerId,
    fromUserId: from.id,
    fromUserName: from.name,
    toUserId: to.id,
    toUserName: to.name,
    policyId: input.policyId ?? null,
    customerId: input.customerId ?? null,
    validFrom,
    validTo: input.validTo,
    createdBy: ctx.actor.id,
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(delegation)
  recordDelegationEvent(ctx, approvalDelegationCreated, delegation)
  return delegation
}

/**
 * Lets a colleague decide in the place of an approver for a while: everywhere, or for one policy or customer. Records
 * `approval_delegation.created`. Refuses APPROVER_UNKNOWN, DELEGATE_IS_SELF, DELEGATION_TIME, and FORBIDDEN for others
 * without APPROVAL_MANAGE.
 */
export async function createDelegation(
  ctx: Ctx,
  input: ApprovalDelegationCreateInput,
): Promise<ApprovalDelegation> {
  allow(ctx, 'APPROVAL_DECIDE')
  requireSellerSide(ctx, ['toUserId'])
  if (input.fromUserId && input.fromUserId !== ctx.actor.id) allow(ctx, 'APPROVAL_MANAGE')
  return idempotent(
    ctx,
    { operation: 'approvalDelegationCreate', input },
    {
      work: () => addDelegation(ctx, input),
      replay: (id) => ctx.em.findOneOrFail(ApprovalDelegation, { id }),
    },
  )
}
