import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { ApprovalDecision } from './approval-decision.entity.ts'
import { approvalApproversChanged, approvalBlocked, approvalUnblocked } from './approval-people.events.ts'
import { ApprovalRequest } from './approval-request.entity.ts'
import { approvalRoutingData } from './approval-routing-data.ts'
import { eventData, stepSnapshot } from './approval-snapshot.ts'
import { ApprovalStep } from './approval-step.entity.ts'
import { lastWords } from './decision.rules.ts'
import { repairGroup, type RepairFacts } from './repair-group.rules.ts'
import { setStepGroups, type StepPeopleChange } from './set-step-groups.ts'

const atOnce = 200

/** Open requests of the seller that name somebody who decides no more, or that nobody can decide; the oldest first. */
async function findBroken(ctx: Ctx, deciding: string[]): Promise<ApprovalRequest[]> {
  const { sellerId } = ctx.actor
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT r.id FROM approval_request r WHERE r.seller_id = ? AND r.status = 'PENDING'
       AND (r.blocked_since IS NOT NULL OR EXISTS (SELECT FROM approval_step s WHERE s.seller_id = r.seller_id
         AND s.request_id = r.id AND s.status IN ('ACTIVE', 'WAITING') AND NOT s.approver_ids <@ ARRAY[?]::text[]))
     ORDER BY r.requested_at, r.id LIMIT ?`,
    [sellerId, deciding, atOnce],
  )
  // Whoever decides at this moment holds the lock; what is left over is found by the next run.
  return ctx.em.find(
    ApprovalRequest,
    { id: { $in: rows.map(({ id }) => id) }, sellerId, status: 'PENDING' },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE, refresh: true },
  )
}

/** Customers with open requests: their own approvers may be among those who are asked. */
async function customersAsked(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT DISTINCT organization_id AS id FROM approval_request WHERE seller_id = ? AND status = 'PENDING'`,
    [ctx.actor.sellerId],
  )
  return rows.map(({ id }) => id)
}

interface Broken {
  request: ApprovalRequest
  steps: ApprovalStep[]
  decisions: ApprovalDecision[]
}

async function partsOf(ctx: Ctx, requests: ApprovalRequest[]): Promise<Broken[]> {
  const of = { requestId: { $in: requests.map(({ id }) => id) } }
  const steps = await ctx.em.find(ApprovalStep, of, { orderBy: { position: 'asc' }, refresh: true })
  const decisions = await ctx.em.find(ApprovalDecision, of, { orderBy: { decidedAt: 'asc', id: 'asc' } })
  return requests.map((request) => ({
    request,
    steps: steps.filter(({ requestId }) => requestId === request.id),
    decisions: decisions.filter(({ requestId }) => requestId === request.id),
  }))
}

/** Whose places are filled: of each approver who agreed its own, and those that it decided for. */
function agreedIn(step: ApprovalStep, decisions: readonly ApprovalDecision[]): string[] {
  return lastWords(decisions.filter(({ stepId }) => stepId === step.id))
    .filter(({ kind }) => kind === 'APPROVE')
    .flatMap(({ decidedBy, decidedFor }) => [decidedBy, ...decidedFor.map(({ id }) => id)])
}

type Facts = Omit<RepairFacts, 'agreed'>

function repairStep(step: ApprovalStep, decisions: readonly ApprovalDecision[], facts: Facts) {
  const agreed = agreedIn(step, decisions)
  const repaired = step.groups.map((group) => repairGroup(group, { ...facts, agreed }))
  const deciding = new Set(facts.people.map(({ id }) => id))
  const gone = new Set(agreed.filter((id) => !deciding.has(id)))
  const groups = repaired.map(({ approvers, minimumApprovals, selfApproverIds }) => ({
    approvers,
    minimumApprovals,
    selfApproverIds,
  }))
  return { change: setStepGroups(step, groups, gone), isShort: repaired.some(({ isShort }) => isShort) }
}

function tell(
  ctx: Ctx,
  { request, steps }: Broken,
  changes: Array<StepPeopleChange & { step: ApprovalStep }>,
) {
  const data = eventData(request, steps, undefined)
  for (const { step, removed, added } of changes)
    record(ctx, approvalApproversChanged, {
      subject: request,
      data: { ...data, step: stepSnapshot(step), cause: 'LOST', removed, added, reason: null },
    })
}

function repair(ctx: Ctx, broken: Broken, facts: Facts): void {
  const { request, steps, decisions } = broken
  const repaired = steps
    .filter(({ status }) => status === 'ACTIVE' || status === 'WAITING')
    .map((step) => ({ step, ...repairStep(step, decisions, facts) }))
  const changes = repaired
    .map(({ step, change }) => ({ step, ...change }))
    .filter(({ removed, added }) => removed.length + added.length > 0)
  const isBlocked = repaired.some(({ isShort }) => isShort)
  const wasBlocked = request.blockedSince !== null
  if (changes.length === 0 && isBlocked === wasBlocked) return
  const now = ctx.clock.now()
  const blockedSince = isBlocked ? (request.blockedSince ?? now) : null
  Object.assign(request, { version: request.version + 1, updatedAt: now, blockedSince })
  tell(ctx, broken, changes)
  if (isBlocked === wasBlocked) return
  const data = eventData(request, steps, undefined)
  record(ctx, isBlocked ? approvalBlocked : approvalUnblocked, { subject: request, data })
}

/**
 * Takes out of the seller's open requests whoever cannot decide any more. Where too few remain, administrators join, of
 * the seller and then of those above; where even they are too few, the request is blocked and operations are told,
 * until enough people can decide again. Answers how many requests were looked at. A constant number of statements.
 */
export async function repairApprovals(ctx: Ctx): Promise<number> {
  const { sellerId } = ctx.actor
  const customerIds = await customersAsked(ctx)
  const { people } = await approvalRoutingData(ctx, { sellerId, requesterIds: [], customerIds })
  const requests = await findBroken(
    ctx,
    people.map(({ id }) => id),
  )
  if (requests.length === 0) return 0
  const requesterIds = [...new Set(requests.map((request) => request.requesterId))]
  const { requesters, sellers } = await approvalRoutingData(ctx, { sellerId, requesterIds })
  for (const broken of await partsOf(ctx, requests)) {
    const { requesterId } = broken.request
    repair(ctx, broken, {
      sellers,
      people,
      requesterId: requesters[requesterId]?.personId ?? requesterId,
    })
  }
  return requests.length
}
