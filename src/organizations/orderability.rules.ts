import type { Account } from './account.entity.ts'
import type { Organization } from './organization.entity.ts'

/** Why nothing can be ordered. */
export type OrderingProblem =
  'ORGANIZATION_ON_HOLD' | 'ACCOUNT_CREDIT_HOLD' | 'ACCOUNT_ADMIN_HOLD' | 'NO_ACCOUNT'

/** Whether something can be ordered, and when not, why. */
export interface Orderability {
  canOrder: boolean
  reasons: OrderingProblem[]
}

const ofAccount = {
  ACTIVE: null,
  CREDIT_HOLD: 'ACCOUNT_CREDIT_HOLD',
  ADMIN_HOLD: 'ACCOUNT_ADMIN_HOLD',
} as const

/** Whether the organization can order on this account; `null` means that it has none, absent that none is chosen yet. */
export function orderability(
  organization: Pick<Organization, 'status'>,
  account?: Pick<Account, 'status'> | null,
): Orderability {
  const reasons: OrderingProblem[] = organization.status === 'ADMIN_HOLD' ? ['ORGANIZATION_ON_HOLD'] : []
  if (account === null) reasons.push('NO_ACCOUNT')
  const hold = account ? ofAccount[account.status] : null
  if (hold) reasons.push(hold)
  return { canOrder: reasons.length === 0, reasons }
}

/** Whether the organization can order at all: one account that can is enough. */
export function orderabilityOnAny(
  organization: Pick<Organization, 'status'>,
  accounts: ReadonlyArray<Pick<Account, 'status'>>,
): Orderability {
  if (accounts.length === 0) return orderability(organization, null)
  const each = accounts.map((account) => orderability(organization, account))
  const possible = each.find((one) => one.canOrder)
  return possible ?? { canOrder: false, reasons: [...new Set(each.flatMap((one) => one.reasons))] }
}
