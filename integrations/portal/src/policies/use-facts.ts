import { useQuery } from 'urql'
import {
  PolicyFactsDocument,
  type ApprovalTrigger,
  type PolicyFactsQuery,
  type Role,
} from '../generated/operations.ts'
import { t } from '../strings.ts'
import type { Choice } from './use-approver-choices.ts'

/** What a condition can look at. */
export type Fact = PolicyFactsQuery['approvalFacts'][number]

export const triggers = [
  'NEW_PAID',
  'NEW_TRIAL',
  'ADD_ON',
  'QUANTITY_INCREASE',
  'QUANTITY_DECREASE',
  'PLAN_SWITCH',
  'RENEWAL_CHANGE',
  'CANCELLATION',
] as const satisfies ApprovalTrigger[]

/** Those who ask; the platform's own never do. */
export const requesterRoles = [
  'RESELLER_ADMIN',
  'SALES_AGENT',
  'APPROVER',
  'ORDER_DESK',
  'FINANCE',
  'CUSTOMER_ADMIN',
  'CUSTOMER_APPROVER',
  'INTEGRATION',
] as const satisfies Role[]

const orderTypes = ['NEW', 'CHANGE', 'CANCELLATION'] as const

/** What a fact is called; one that the portal does not know by name, as the API calls it. */
export const factLabel = (key: string): string => t(`fact.${key as 'orderType'}`, { defaultValue: key })

/** The values that texts are chosen from, where there are such; null: any text. */
function choicesOf(data: PolicyFactsQuery | undefined, key: string): Choice[] | null {
  switch (key) {
    case 'orderType':
      return orderTypes.map((value) => ({ value, label: t(`orderType.${value}`) }))
    case 'triggers':
      return triggers.map((value) => ({ value, label: t(`trigger.${value}`) }))
    case 'requesterRoles':
      return requesterRoles.map((value) => ({ value, label: t(`role.${value}`) }))
    case 'vendorIds':
      return data?.vendors.map(({ id, name }) => ({ value: id, label: name })) ?? []
    case 'categoryIds':
      return data?.categories.map(({ id, name }) => ({ value: id, label: name })) ?? []
    default:
      return null
  }
}

/** The catalogue of facts, with what their values are chosen from. */
export function useFacts() {
  const [{ data, error }, again] = useQuery({ query: PolicyFactsDocument })
  return {
    facts: data?.approvalFacts,
    choicesOf: (key: string) => choicesOf(data, key),
    error,
    again,
  }
}
