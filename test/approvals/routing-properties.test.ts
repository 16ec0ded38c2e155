import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, type Comparison, type Condition } from '../../src/approvals/condition.rules.ts'
import type { ApprovalFacts } from '../../src/approvals/fact-catalog.rules.ts'
import type { PolicyDefinition } from '../../src/approvals/policy-definition.schema.ts'
import { routeApproval, type RoutedPolicy, type RoutingResult } from '../../src/approvals/routing.rules.ts'
import { lakeside, meridian, policy, role, routing, user } from './routing-fixture.ts'

const runs = { numRuns: 2000, seed: 20261127 }
const ids = ['a', 'b', 'c', 'd', 'usr_sales', 'gone']
const people = [
  ...['a', 'b', 'c', 'usr_sales'].map((id) => lakeside(id, 'APPROVER')),
  lakeside('admin'),
  meridian('above'),
]

const amounts = ['0', '100', '412.50', '1000']

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({
    fact: fc.constantFrom('firstInvoiceTotal' as const, 'totalContractValue' as const),
    operator: fc.constantFrom('LESS_THAN' as const, 'AT_LEAST' as const, 'EQUAL' as const),
    values: fc.constantFrom(...amounts).map((amount) => [amount]),
    currency: fc.constantFrom('EUR', 'USD', 'CHF'),
  }),
  fc.record({
    fact: fc.constant('marginPercent' as const),
    operator: fc.constantFrom('LESS_THAN' as const, 'MORE_THAN' as const),
    values: fc.constantFrom(['5'], ['20']),
  }),
  fc.record({
    fact: fc.constant('vendorIds' as const),
    operator: fc.constantFrom('ANY_OF' as const, 'ALL_OF' as const, 'NONE_OF' as const),
    values: fc.subarray(['ven_a', 'ven_b'], { minLength: 1 }),
  }),
)

const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    comparison,
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
}))

const group = fc
  .record({
    named: fc.subarray(ids, { minLength: 1, maxLength: 3 }),
    minimumApprovals: fc.integer({ min: 1, max: 2 }),
    withAdministrators: fc.boolean(),
  })
  .map(({ named, minimumApprovals, withAdministrators }) => ({
    anyOf: [...named.map(user), ...(withAdministrators ? [role('RESELLER_ADMIN')] : [])],
    minimumApprovals,
  }))

const steps = fc
  .uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 })
  .chain((positions) =>
    fc.tuple(
      ...positions.map((position) =>
        fc.array(group, { minLength: 1, maxLength: 2 }).map((allOf) => ({ position, allOf })),
      ),
    ),
  )

const definition: fc.Arbitrary<Partial<PolicyDefinition>> = fc
  .record({
    effect: fc.constantFrom(
      'REQUIRE_APPROVAL' as const,
      'REQUIRE_APPROVAL' as const,
      'AUTO_APPROVE' as const,
      'WARN' as const,
      'NOTIFY' as const,
    ),
    steps,
    condition: fc.option(condition, { nil: undefined }),
    selfApproval: fc.constantFrom('DENY' as const, 'DENY' as const, 'ALLOW' as const),
  })
  .map(({ effect, steps: required, ...rest }) => ({
    ...rest,
    effect,
    message: 'Careful.',
    steps: effect === 'REQUIRE_APPROVAL' ? required : [],
  }))

const policies: fc.Arbitrary<RoutedPolicy[]> = fc
  .array(fc.tuple(definition, fc.constantFrom('org_lakeside', 'org_meridian')), { maxLength: 5 })
  .map((said) => said.map(([one, owner], index) => policy(`p${index}`, one, owner)))

const facts: fc.Arbitrary<Partial<ApprovalFacts>> = fc.record({
  firstInvoiceTotal: fc.constantFrom('-50.00', '0.00', '100.00', '412.50', '2000.00'),
  totalContractValue: fc.constantFrom('0.00', '1000.00', '9000.00'),
  marginPercent: fc.constantFrom(null, '4.00', '30.00'),
  vendorIds: fc.subarray(['ven_a', 'ven_b']),
  requesterId: fc.constantFrom('usr_sales', 'a', 'stranger'),
})

const ratesOf = { org_lakeside: { EUR: '1', USD: '0.9' }, org_meridian: { EUR: '1.1', USD: '1', CHF: '1.2' } }
const route = (given: RoutedPolicy[], known: Partial<ApprovalFacts>): RoutingResult =>
  routeApproval(routing({ people, policies: given, facts: known, ratesOf }))

const groupsOf = (result: RoutingResult) =>
  result.outcome === 'REQUIRE_APPROVAL' ? result.steps.flatMap((step) => step.groups) : []
const isByPolicy = (result: RoutingResult) =>
  result.outcome === 'REQUIRE_APPROVAL' && result.steps.every(({ reasons }) => reasons[0]?.rule === 'POLICY')

describe('routing, for random policies and orders', () => {
  it('adding a policy never removes what another requires', () => {
    fc.assert(
      fc.property(policies, definition, facts, (given, more, known) => {
        const before = route(given, known)
        const after = route([...given, policy('added', more)], known)
        if (!isByPolicy(before)) return
        if (after.outcome === 'BLOCKED') return
        for (const one of groupsOf(before)) {
          const kept = groupsOf(after)
            .filter((other) => other.approverIds.join() === one.approverIds.join())
            .map((other) => other.minimumApprovals)
          expect(Math.max(...kept)).toBeGreaterThanOrEqual(one.minimumApprovals)
        }
      }),
      runs,
    )
  })

  it('the order in which policies are listed changes nothing', () => {
    fc.assert(
      fc.property(policies, facts, (given, known) => {
        expect(route(given.toReversed(), known)).toEqual(route(given, known))
      }),
      runs,
    )
  })

  it('every group can be decided, by people who may, and by the requester only where a policy says so', () => {
    fc.assert(
      fc.property(policies, facts, (given, known) => {
        for (const one of groupsOf(route(given, known))) {
          expect(one.approverIds.length).toBeGreaterThanOrEqual(one.minimumApprovals)
          expect(people.map(({ id }) => id)).toEqual(expect.arrayContaining(one.approverIds))
          const isSelf = one.approverIds.includes(known.requesterId ?? '')
          expect(one.selfApproverIds).toEqual(isSelf ? [known.requesterId] : [])
          if (given.every(({ definition: said }) => said.selfApproval === 'DENY')) expect(isSelf).toBe(false)
        }
      }),
      runs,
    )
  })

  it('knowing more never turns a verdict that was certain', () => {
    fc.assert(
      fc.property(condition, facts, (asked, known) => {
        const { marginPercent: _, ...less } = routing({ facts: known }).facts
        const verdict = judge(asked, { facts: less, rates: ratesOf.org_lakeside })
        if (verdict === 'UNKNOWN') return
        const all = routing({ facts: known }).facts
        expect(judge(asked, { facts: all, rates: ratesOf.org_lakeside })).toBe(verdict)
      }),
      runs,
    )
  })
})
