import { allow } from '../access/allow.ts'
import { decideOrder } from '../orders/decide-order.ts'
import type { ApproverDecision } from '../approvals/approval-decision.entity.ts'
import type { ApprovalsDecideResult } from '../orders/order-payloads.view.ts'
import { DomainError, refuse } from '../platform/errors.ts'
import { sha256 } from '../platform/secrets.ts'
import { transact } from '../platform/transact.ts'
import { toUserError } from '../platform/user-error.view.ts'
import type { ApiCtx } from './api-ctx.ts'

const most = 100

/** A request, as the approver saw it. */
export interface ItemToDecide {
  approvalId: string
  expectedVersion: number
}

/** What is decided on each of them. */
export interface DecideEachInput {
  kind: ApproverDecision
  comment?: string | null | undefined
  items: ItemToDecide[]
  idempotencyKey: string
}

function requireItems(items: readonly ItemToDecide[]): void {
  if (items.length === 0) throw refuse('APPROVALS_MISSING', 'Name at least one request.', ['items'])
  if (items.length > most) throw refuse('TOO_MANY', `Name at most ${most} requests at once.`, ['items'])
  if (new Set(items.map(({ approvalId }) => approvalId)).size < items.length)
    throw refuse('APPROVAL_REPEATED', 'Name each request once.', ['items'])
}

async function decideOne(
  ctx: ApiCtx,
  input: DecideEachInput,
  item: ItemToDecide,
): Promise<ApprovalsDecideResult> {
  const { approvalId } = item
  const { kind, comment = null } = input
  // Each item has a key of its own, so that a repeat after a crash does the rest and answers alike for what was done.
  const idempotencyKey = sha256(`${input.idempotencyKey}:${approvalId}`)
  try {
    const decided = await transact(ctx, (unit) =>
      decideOrder(unit, kind, { ...item, comment, idempotencyKey }),
    )
    return { approvalId, ...decided, userErrors: [] }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { approvalId, approval: null, order: null, userErrors: error.problems.map(toUserError) }
  }
}

/**
 * Decides several requests, each in a transaction of its own, one after another: what is refused leaves the others. No
 * lock is held longer than for one.
 */
export async function decideEach(ctx: ApiCtx, input: DecideEachInput): Promise<ApprovalsDecideResult[]> {
  allow(ctx, 'APPROVAL_DECIDE')
  requireItems(input.items)
  const results: ApprovalsDecideResult[] = []
  for (const item of input.items) results.push(await decideOne(ctx, input, item))
  return results
}
