import type { Account } from '../organizations/account.entity.ts'
import { orderability, type OrderingProblem } from '../organizations/orderability.rules.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'

const sentences: Record<OrderingProblem, [sentence: string, field: string]> = {
  ORGANIZATION_ON_HOLD: ['The organization is on hold. Have the hold released first.', 'organizationId'],
  ACCOUNT_CREDIT_HOLD: ['The account is on credit hold. Settle it, or choose another.', 'accountId'],
  ACCOUNT_ADMIN_HOLD: ['The account is on hold. Have it released, or choose another.', 'accountId'],
  NO_ACCOUNT: ['The organization has no account. Add one first.', 'organizationId'],
}

/** Why the organization cannot order on the account (null: it has none). */
export function holdProblems(organization: Organization, account: Account | null): Problem[] {
  return orderability(organization, account).reasons.map((code) => {
    const [message, field] = sentences[code]
    return { code, message, path: [field] }
  })
}

/** Refuses, with every reason, when the organization cannot order on the account. */
export function refuseOnHold(organization: Organization, account: Account | null): void {
  refuseAll(holdProblems(organization, account))
}
