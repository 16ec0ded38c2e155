import type { Ctx } from '../access/ctx.ts'
import { failLine } from '../orders/fail-line.ts'
import { findLineForUpdate, type LockedLine } from '../orders/find-line-for-update.ts'
import { requestLineInformation } from '../orders/request-line-information.ts'
import type { ProvisionFailed, ProvisionOutcome, ProvisionUnknown } from './cloud-provider.ts'
import { deliverLine } from './deliver-line.ts'

/** What became of one line at its provider. */
export interface ProvisioningResult {
  orderId: string
  lineNumber: number
  attempt: number
  outcome: ProvisionOutcome
}

const unknownOutcome = ({ message }: ProvisionUnknown) =>
  ({ code: 'UNKNOWN_OUTCOME', category: 'UNKNOWN_OUTCOME', retryable: true, message }) as const

const failureOf = ({ code, category, retryable, message }: ProvisionFailed) => ({
  code,
  category,
  retryable,
  message,
})

/** Notes something on a line that stays in progress. */
function note(ctx: Ctx, { order, line }: LockedLine, what: Partial<LockedLine['line']>): void {
  const now = ctx.clock.now()
  Object.assign(line, what, { updatedAt: now })
  order.version += 1
  order.updatedAt = now
}

/**
 * Stores what a provider answered, under the order's lock. Answers `OPEN` when the line stays in progress and has to be
 * asked about again (the vendor is not done, or nobody knows), else `CLOSED`. A result of another attempt, or for a line
 * that has moved on meanwhile, changes nothing.
 */
export async function completeProvisioning(ctx: Ctx, result: ProvisioningResult): Promise<'OPEN' | 'CLOSED'> {
  const locked = await findLineForUpdate(ctx, result)
  const { line } = locked
  if (line.status !== 'IN_PROGRESS' || line.attempt !== result.attempt) {
    ctx.log.warn({ line: line.id, attempt: result.attempt, status: line.status }, 'late result dropped')
    return 'CLOSED'
  }
  const { outcome } = result
  // Whoever answers for sure has been asked about the earlier attempt as well.
  if (outcome.state !== 'UNKNOWN_OUTCOME' && outcome.state !== 'PENDING') line.unknownAttempt = null
  switch (outcome.state) {
    case 'FULFILLED':
      await deliverLine(ctx, { ...locked, ...outcome })
      return 'CLOSED'
    case 'FAILED':
      failLine(ctx, { ...locked, failure: failureOf(outcome) })
      return 'CLOSED'
    case 'INFORMATION_REQUIRED': {
      const items = outcome.problems.map(({ parameter, message }) => ({ key: parameter, message }))
      const message = 'The vendor needs other answers before it can deliver.'
      requestLineInformation(ctx, { ...locked, request: { message, items } })
      return 'CLOSED'
    }
    case 'PENDING':
      note(ctx, locked, { vendorReference: outcome.vendorReference, failure: null })
      return 'OPEN'
    case 'UNKNOWN_OUTCOME':
      note(ctx, locked, { failure: unknownOutcome(outcome) })
      return 'OPEN'
  }
}
