import type { Role } from '../../src/access/roles.ts'
import type { ApprovalFacts } from '../../src/approvals/fact-catalog.rules.ts'
import type { ApproverRef, PolicyDefinition } from '../../src/approvals/policy-definition.schema.ts'
import type { EligibleApprover } from '../../src/approvals/resolve-group.rules.ts'
import type { RoutedPolicy, RoutingInput, RoutingResult } from '../../src/approvals/routing.rules.ts'

/** An order of 25 seats for a year, placed by a sales agent. */
export const facts: ApprovalFacts = {
  orderType: 'NEW',
  triggers: ['NEW_PAID'],
  currency: 'EUR',
  firstInvoiceTotal: '412.50',
  monthlyRecurring: '312.50',
  annualRecurring: '3750.00',
  totalContractValue: '3850.00',
  largestLineTotal: '312.50',
  discountPercent: '0.00',
  marginPercent: '18.00',
  lineCount: '1',
  totalQuantity: '25',
  quantityDelta: '25',
  commitmentMonths: '12',
  billingPeriods: ['P1M'],
  vendorIds: ['ven_a'],
  productIds: ['prd_a'],
  offerIds: ['off_a'],
  categoryIds: ['cat_a', 'cat_root'],
  customerId: 'org_customer',
  customerCountry: 'DE',
  customerIsNew: true,
  accountId: 'acc_a',
  requesterId: 'usr_sales',
  requesterRoles: ['SALES_AGENT'],
  costCenter: null,
  hasPurchaseOrderNumber: false,
  requestedStartDate: null,
}

export const person = (id: string, sellerId: string, ...roles: Role[]): EligibleApprover => ({
  id,
  name: `Demo ${id}`,
  sellerId,
  customerId: null,
  roles: roles.length > 0 ? roles : ['RESELLER_ADMIN'],
})

export const lakeside = (id: string, ...roles: Role[]) => person(id, 'org_lakeside', ...roles)
export const meridian = (id: string, ...roles: Role[]) => person(id, 'org_meridian', ...roles)

/** Who decides for a customer of Lakeside. */
export const ofCustomer = (id: string, customerId = 'org_customer'): EligibleApprover => ({
  ...lakeside(id, 'CUSTOMER_APPROVER'),
  customerId,
})

export const user = (userId: string): ApproverRef => ({ kind: 'USER', userId })
export const role = (name: Role, atPolicyOwner = false): ApproverRef => ({
  kind: 'ROLE',
  role: name,
  atPolicyOwner,
})

/** What a policy says when nothing is said: any administrator, in one step. */
export const saying = (said: Partial<PolicyDefinition> = {}): PolicyDefinition => ({
  triggers: [],
  requesters: { roles: [], exceptUserIds: [] },
  effect: 'REQUIRE_APPROVAL',
  watchers: [],
  steps:
    (said.effect ?? 'REQUIRE_APPROVAL') === 'REQUIRE_APPROVAL'
      ? [{ position: 1, allOf: [{ anyOf: [role('RESELLER_ADMIN')], minimumApprovals: 1 }] }]
      : [],
  selfApproval: 'DENY',
  reapproval: 'RESTART_ALL',
  ...said,
})

export const policy = (
  name: string,
  said: Partial<PolicyDefinition> = {},
  ownerId = 'org_lakeside',
): RoutedPolicy => ({ id: `app_${name}`, version: 1, name, ownerId, definition: saying(said) })

/** Lakeside sells; Meridian is above it. */
export function routing(given: {
  people?: EligibleApprover[]
  policies?: RoutedPolicy[]
  facts?: Partial<ApprovalFacts>
  withoutPolicy?: RoutingInput['withoutPolicy']
  directory?: Partial<RoutingInput['directory']>
  ratesOf?: RoutingInput['ratesOf']
}): RoutingInput {
  const known = { ...facts, ...given.facts }
  return {
    policies: given.policies ?? [],
    facts: known,
    ratesOf: given.ratesOf ?? {},
    withoutPolicy: given.withoutPolicy ?? 'REQUIRE_ADMINISTRATOR',
    now: '2026-11-23T09:00:00.000Z',
    directory: {
      sellers: ['org_lakeside', 'org_meridian', 'org_platform'],
      people: given.people ?? [lakeside('usr_admin'), lakeside('usr_second'), meridian('usr_above')],
      groups: {},
      requesterId: known.requesterId ?? '',
      requesterManagerId: null,
      accountOwnerId: null,
      costCenterOwnerId: null,
      customerId: known.customerId ?? null,
      ...given.directory,
    },
  }
}

/** Steps as lists of groups: the people of each, and how many of them. */
export function asked(result: RoutingResult): Array<Array<[string[], number]>> | string {
  if (result.outcome === 'BLOCKED') return result.problem.code
  if (result.outcome === 'AUTO_APPROVE') return result.outcome
  return result.steps.map(({ groups }) =>
    groups.map(({ approverIds, minimumApprovals }): [string[], number] => [approverIds, minimumApprovals]),
  )
}

/** One step that one of these decides. */
export const oneStep = (...anyOf: ApproverRef[]) => ({
  steps: [{ position: 1, allOf: [{ anyOf, minimumApprovals: 1 }] }],
})
