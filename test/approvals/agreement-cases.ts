import fc from 'fast-check'
import type { Role } from '../../src/access/roles.ts'
import type { ApprovalPolicyDefinitionInput } from '../../src/approvals/policies.inputs.ts'

/** What somebody orders. */
export interface WantedOrder {
  byAdministrator: boolean
  quantity: string
  withPlain: boolean
  purchaseOrderNumber: string | null
  costCenter: string | null
}

/** A seller's policies, an order, who has left meanwhile, and a policy that comes besides. */
export interface AgreementCase {
  policies: Array<{ owner: 'org_up' | 'org_top'; definition: ApprovalPolicyDefinitionInput }>
  added: ApprovalPolicyDefinitionInput
  away: string[]
  order: WantedOrder
}

const amounts = ['0', '11.70', '117.00', '140.40', '1500']

// Whether the customer is new is left out: the first order of a case may be approved before the second is placed.
const comparison = fc.oneof(
  fc.record({
    fact: fc.constantFrom('firstInvoiceTotal', 'totalContractValue', 'largestLineTotal'),
    operator: fc.constantFrom('LESS_THAN' as const, 'AT_LEAST' as const, 'EQUAL' as const),
    values: fc.constantFrom(...amounts).map((amount) => [amount]),
    currency: fc.constantFrom('EUR', 'USD', 'CHF'),
  }),
  fc.record({
    fact: fc.constantFrom('totalQuantity', 'lineCount', 'marginPercent'),
    operator: fc.constantFrom('AT_MOST' as const, 'MORE_THAN' as const),
    values: fc.constantFrom('1', '10', '30').map((number) => [number]),
  }),
  fc.record({
    fact: fc.constantFrom('offerIds', 'costCenter'),
    operator: fc.constantFrom('ANY_OF' as const, 'NONE_OF' as const),
    values: fc.subarray(['off_free', 'off_base', 'IT-1'], { minLength: 1 }),
  }),
  fc.record({
    fact: fc.constant('hasPurchaseOrderNumber'),
    operator: fc.constant('EQUAL' as const),
    values: fc.constantFrom('true', 'false').map((answer) => [answer]),
  }),
)

const condition = fc.oneof(
  comparison,
  fc.array(comparison, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
  fc.array(comparison, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  comparison.map((not) => ({ not })),
)

function group(people: readonly string[]) {
  return fc
    .record({
      named: fc.subarray([...people], { minLength: 1 }),
      role: fc.constantFrom<Role | null>(null, null, 'RESELLER_ADMIN', 'APPROVER'),
      minimumApprovals: fc.constantFrom(1, 1, 2),
    })
    .map(({ named, role, minimumApprovals }) => ({
      anyOf: [
        ...named.map((userId) => ({ kind: 'USER' as const, userId })),
        ...(role ? [{ kind: 'ROLE' as const, role }] : []),
      ],
      minimumApprovals,
    }))
}

const steps = (people: readonly string[]) =>
  fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }).chain((positions) =>
    fc.tuple(
      ...positions.map((position) =>
        fc
          .record({
            allOf: fc.array(group(people), { minLength: 1, maxLength: 2 }),
            remindAfter: fc.constantFrom(null, null, 'PT4H', 'P1D'),
          })
          .map(({ allOf, remindAfter }) => ({
            position,
            allOf,
            ...(remindAfter ? { sla: { remindAfter } } : {}),
          })),
      ),
    ),
  )

/** A definition that names only these people. */
function definition(people: readonly string[]): fc.Arbitrary<ApprovalPolicyDefinitionInput> {
  const require = fc.constant('REQUIRE_APPROVAL' as const)
  return fc
    .record({
      effect: fc.oneof(
        { arbitrary: require, weight: 6 },
        { arbitrary: fc.constantFrom('AUTO_APPROVE' as const, 'WARN' as const, 'BLOCK' as const), weight: 2 },
      ),
      required: steps(people),
      condition: fc.option(condition, { nil: null }),
      requesterRoles: fc.constantFrom<Role[]>([], [], ['SALES_AGENT'], ['RESELLER_ADMIN']),
      selfApproval: fc.constantFrom('DENY' as const, 'DENY' as const, 'ALLOW' as const),
      reapproval: fc.constantFrom('RESTART_ALL' as const, 'KEEP_IF_NOT_MATERIAL' as const),
    })
    .map(({ required, ...said }) => ({
      ...said,
      triggers: [],
      exceptUserIds: [],
      watchers: [],
      message: 'Careful.',
      steps: said.effect === 'REQUIRE_APPROVAL' ? required : [],
    }))
}

const policy = fc.constantFrom('org_up' as const, 'org_up' as const, 'org_top' as const).chain((owner) =>
  definition(owner === 'org_up' ? ['usr_up_a', 'usr_up_b', 'usr_up_c'] : ['usr_top_a']).map((said) => ({
    owner,
    definition: said,
  })),
)

/** Random policies of a reseller and of the platform above it, and a random order. */
export const agreementCase: fc.Arbitrary<AgreementCase> = fc.record({
  policies: fc.array(policy, { maxLength: 3 }),
  // Names nobody who may have left: such a policy would be refused.
  added: definition(['usr_up_a']),
  away: fc.subarray(['usr_up_b', 'usr_up_c']),
  order: fc.record({
    byAdministrator: fc.boolean(),
    quantity: fc.constantFrom('1', '10', '12', '30'),
    withPlain: fc.boolean(),
    purchaseOrderNumber: fc.constantFrom(null, 'PO-1'),
    costCenter: fc.constantFrom(null, 'IT-1'),
  }),
})

const plain = (effect: 'AUTO_APPROVE' | 'BLOCK' | 'WARN'): ApprovalPolicyDefinitionInput => ({
  triggers: [],
  exceptUserIds: [],
  watchers: [],
  requesterRoles: [],
  steps: [],
  selfApproval: 'DENY',
  reapproval: 'RESTART_ALL',
  message: 'Careful.',
  effect,
})

/** What chance may leave out: an order that is blocked, one that is approved at once, and one that a new policy blocks. */
export const certainCases: AgreementCase[] = (
  [
    ['BLOCK', 'WARN'],
    ['AUTO_APPROVE', 'WARN'],
    ['WARN', 'BLOCK'],
  ] as const
).map(([before, added]) => ({
  policies: [{ owner: 'org_up', definition: plain(before) }],
  added: plain(added),
  away: [],
  order: {
    byAdministrator: false,
    quantity: '10',
    withPlain: false,
    purchaseOrderNumber: null,
    costCenter: null,
  },
}))
