import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApprovalPolicyDefinitionInput } from '../../src/approvals/policies.inputs.ts'
import { agreementCase, certainCases } from './agreement-cases.ts'
import { AgreementWorld, asRouted, type Agreement, type Meddling, type Routed } from './agreement-world.ts'

/** Who is asked, and by when: what the simulator calls a difference. */
const asked = ({ outcome, steps }: Routed) => ({
  outcome,
  steps: steps.map(({ groups, sla }) => [groups, sla]),
})

/** The Summary stage, the check inside submit and the routing job said the same. */
function expectForeseen({ first, second }: Agreement): void {
  expect(first.done).toEqual(first.foreseen)
  expect(second.done).toEqual(second.foreseen)
}

/** What the simulator foretold of the first order is what became of the second one, which is like it. */
function expectForetold({ first, simulated, second }: Agreement): void {
  // What was blocked was never asked for: nothing can be replayed.
  if (first.done.outcome === 'BLOCKED') return
  expect(simulated.examined).toBe(1)
  const [change] = simulated.changed
  if (!change) return expect(asked(second.done)).toEqual(asked(first.done))
  expect(change.orderId).toBe(first.orderId)
  expect(asRouted(change.before)).toEqual(first.done)
  expect(asRouted(change.after)).toEqual(second.done)
}

type Group = { approvers: Array<{ id: string }>; minimumApprovals: number }
type Reason = { rule: string }

/** Whoever was asked for by a policy is still asked for when one more policy came, by as many as before. */
function expectKept({ first, second }: Agreement): void {
  if (second.done.outcome === 'BLOCKED') return
  const byPolicy = first.done.steps.filter(({ reasons }) => (reasons as Reason[])[0]?.rule === 'POLICY')
  const people = ({ approvers }: Group) => approvers.map(({ id }) => id).join()
  const groups = (steps: Routed['steps']) => steps.flatMap((step) => step['groups'] as Group[])
  for (const group of groups(byPolicy)) {
    const kept = groups(second.done.steps).filter((one) => people(one) === people(group))
    expect(Math.max(0, ...kept.map(({ minimumApprovals }) => minimumApprovals))).toBeGreaterThanOrEqual(
      group.minimumApprovals,
    )
  }
}

/** That preview, worker and simulator agree on the real database, for so many random cases; and that it would be seen if not. */
export function describeAgreement(numRuns: number): void {
  describe('routing on the database, for random policies and orders', () => {
    let world: AgreementWorld
    beforeAll(async () => {
      world = await AgreementWorld.open()
    })
    afterAll(() => world?.close())

    const outcomes: Record<string, number> = {}
    const count = (what: string) => void (outcomes[what] = (outcomes[what] ?? 0) + 1)
    /** The first case that fails; null when none does. */
    async function failing(runs: number, check: (agreement: Agreement) => void, meddling?: Meddling) {
      const property = fc.asyncProperty(agreementCase, async (given) => {
        const agreement = await world.run(given, meddling)
        count(agreement.first.done.outcome)
        if (agreement.simulated.changed.length > 0) count('changed')
        check(agreement)
      })
      const examples = certainCases.map((one): [typeof one] => [one])
      return fc.check(property, { numRuns: runs, seed: 20261127, endOnFailure: true, examples })
    }

    it('preview, worker and simulator agree, and a policy that comes takes nothing away', async () => {
      const { failed, counterexample, errorInstance } = await failing(numRuns, (agreement) => {
        expectForeseen(agreement)
        expectForetold(agreement)
        expectKept(agreement)
      })
      if (failed) throw new Error(JSON.stringify(counterexample, null, 1), { cause: errorInstance })
      process.stdout.write(`${numRuns} cases: ${JSON.stringify(outcomes)}\n`)
      // A run that never met one of these would have shown little.
      for (const outcome of ['REQUIRE_APPROVAL', 'AUTO_APPROVE', 'BLOCKED', 'changed'])
        expect(outcomes[outcome], outcome).toBeGreaterThan(0)
    }, 3_600_000)

    const another: ApprovalPolicyDefinitionInput = {
      triggers: [],
      exceptUserIds: [],
      watchers: [],
      requesterRoles: [],
      selfApproval: 'DENY',
      reapproval: 'RESTART_ALL',
      effect: 'REQUIRE_APPROVAL',
      steps: [
        { position: 5, allOf: [{ anyOf: [{ kind: 'USER', userId: 'usr_up_a' }], minimumApprovals: 2 }] },
      ],
    }

    it.each<[what: string, check: (agreement: Agreement) => void, meddling: () => Meddling]>([
      [
        'another policy comes between preview and worker',
        expectForeseen,
        () => ({ beforeRouting: () => world.add('Between', another) }),
      ],
      [
        'another policy comes after the simulation',
        expectForetold,
        () => ({ beforeAdding: () => world.add('Between', another) }),
      ],
      ['policies are taken away', expectKept, () => ({ beforeAdding: () => world.archiveAll() })],
    ])(
      'when %s, that is seen',
      async (_what, check, meddling) => {
        const { failed, errorInstance } = await failing(20, check, meddling())
        expect(failed).toBe(true)
        expect((errorInstance as Error).name).toBe('AssertionError')
      },
      300_000,
    )
  })
}
