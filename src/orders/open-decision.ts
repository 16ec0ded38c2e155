import type { Actor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import type { Permission } from '../access/roles.ts'
import { ApprovalDecision } from '../approvals/approval-decision.entity.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { ApprovalStep } from '../approvals/approval-step.entity.ts'
import { decisionObstacle } from '../approvals/decision.rules.ts'
import { findPersonBehind } from '../approvals/find-person-behind.ts'
import { findPeople, type Person } from '../identity/find-people.ts'
import type { Problem } from '../platform/errors.ts'
import { readDecisionLink, type DecisionLink } from './decision-link.ts'
import { linkInvalid, linkObstacle, type LinkFacts } from './decision-link.rules.ts'

/** All that a link opens, of what its approver may do. */
const opened: readonly Permission[] = ['APPROVAL_DECIDE', 'APPROVAL_READ', 'ORDER_READ']

/** The approver as whom the holder of a link acts: its own reach, and nothing to do but to decide. */
function holderOf({ actor }: Person): Actor {
  const permissions = new Set(opened.filter((one) => actor.permissions.has(one)))
  return { ...actor, kind: 'LINK', roles: [], permissions }
}

/** What a link opens: the request, its steps, and the context of its approver. */
export interface OpenDecision {
  ctx: Ctx
  approval: ApprovalRequest
  steps: ApprovalStep[]
  step: ApprovalStep
  decisions: ApprovalDecision[]
  approver: Person
  expiresAt: Date
}

/** An open door, or why it is shut. */
export type DecisionDoor = { obstacle: Problem } | { obstacle: null; decision: OpenDecision }

interface Found {
  link: DecisionLink
  approver: Person
  approval: ApprovalRequest
}

async function decidability(ctx: Ctx, { link, approver, approval }: Found): Promise<DecisionDoor> {
  const requestId = approval.id
  const orderBy = { position: 'asc' } as const
  const steps = await ctx.em.find(ApprovalStep, { requestId }, { orderBy, refresh: true })
  const decisions = await ctx.em.find(ApprovalDecision, { requestId }, { orderBy: { decidedAt: 'asc' } })
  const step = steps.find(({ id }) => id === link.step)
  const requesterId = await findPersonBehind(ctx, approval.requesterId)
  const { status, sellerId, contentHash } = approval
  const expiresAt = new Date(link.expires)
  const facts: LinkFacts = {
    isExpired: expiresAt <= ctx.clock.now(),
    mayDecide: ctx.actor.permissions.has('APPROVAL_DECIDE'),
    hasDecided: decisions.some((one) => one.stepId === link.step && one.decidedBy === approver.id),
    isSameContent: contentHash === link.content,
    requestStatus: status,
    stepStatus: step?.status ?? null,
  }
  const obstacle =
    linkObstacle(facts) ??
    decisionObstacle({ request: { status, sellerId, requesterId }, steps, actor: ctx.actor })
  if (obstacle || !step) return { obstacle: obstacle ?? linkInvalid }
  return { obstacle: null, decision: { ctx, approval, steps, step, decisions, approver, expiresAt } }
}

/**
 * Lets the holder of a link in, for the rest of the running transaction, as the approver whom it was sent to: whoever
 * has left, lost the role, decided already or is not asked any more finds the door shut, and why. `lock` is called in the
 * approver's context before anything is judged: a decision holds the order's lock by then, so that of two at once the
 * second finds the first.
 */
export async function openDecision(
  ctx: Ctx,
  token: string,
  lock: (inside: Ctx, approval: ApprovalRequest) => Promise<Ctx>,
): Promise<DecisionDoor> {
  const link = readDecisionLink(token, ctx.keys.signing)
  const [approver] = link ? await findPeople(ctx, [link.approver]) : []
  if (!link || !approver) return { obstacle: linkInvalid }
  const inside = await continueAs(ctx, holderOf(approver))
  const id = link.request
  const seen = await inside.em.findOne(ApprovalRequest, { id })
  if (!seen) return { obstacle: linkInvalid }
  const deciding = await lock(inside, seen)
  const approval = await deciding.em.refreshOrFail(seen)
  return decidability(deciding, { link, approver, approval })
}
