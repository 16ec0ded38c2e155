import type { ApprovalDelegation } from './approval-delegation.entity.ts'

/** What a delegation is judged by. */
export type DelegationTerms = Pick<
  ApprovalDelegation,
  'fromUserId' | 'policyId' | 'customerId' | 'validFrom' | 'validTo' | 'endedAt'
>

/** The step that is open, of whose order, at which moment. */
export type DelegationCase = {
  policyIds: readonly string[]
  customerId: string
  now: Date
}

/** Whether a delegation counts now: it has begun, and was neither ended nor is over. */
function isInForce(terms: DelegationTerms, now: Date): boolean {
  return terms.endedAt === null && terms.validFrom <= now && now < terms.validTo
}

/** Those in whose places a delegate may decide a step, each once, sorted. */
export function delegatorsOf(delegations: readonly DelegationTerms[], at: DelegationCase): string[] {
  const counting = delegations.filter(
    (one) =>
      isInForce(one, at.now) &&
      (one.policyId === null || at.policyIds.includes(one.policyId)) &&
      (one.customerId === null || one.customerId === at.customerId),
  )
  return [...new Set(counting.map(({ fromUserId }) => fromUserId))].toSorted()
}
