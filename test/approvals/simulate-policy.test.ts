import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { ApprovalScene, type Pending } from '../support/approval-scene.ts'

const lines = (operator: string, value: string) => ({ fact: 'lineCount', operator, values: [value] })
const asksApprover = {
  effect: 'REQUIRE_APPROVAL',
  steps: [{ position: 1, allOf: [{ anyOf: [{ kind: 'ROLE', role: 'APPROVER' }] }] }],
}

describe('a draft of a policy, tried before it is saved', () => {
  let app: TestApp
  let scene: ApprovalScene
  let pending: Pending
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    scene = await ApprovalScene.open(app)
    pending = await scene.pending()
  })
  afterAll(() => app.close())

  async function simulate(definition: Json, policyId: string | null = null): Promise<Json> {
    const { approvalPolicySimulate } = await scene.admin.ask(
      `query ($input: ApprovalPolicySimulateInput!) { approvalPolicySimulate(input: $input) {
        examined warnings { code policyId message }
        changed { orderId before { outcome } after { outcome steps { approvers { name } } } } } }`,
      { input: { definition, policyId } },
    )
    return approvalPolicySimulate
  }

  it('says which orders would have gone another way, and that nothing is odd about it', async () => {
    const told = await simulate(asksApprover)

    expect(told).toEqual({
      examined: 1,
      warnings: [],
      changed: [
        {
          orderId: pending.draft.orderId,
          before: { outcome: 'REQUIRE_APPROVAL' },
          after: { outcome: 'REQUIRE_APPROVAL', steps: [{ approvers: [{ name: 'Tomasz Brzoza' }] }] },
        },
      ],
    })
  })

  it('is warned of when no order could ever meet it', async () => {
    const condition = { all: [lines('AT_LEAST', '10'), lines('AT_MOST', '5')] }
    const told = await simulate({ ...asksApprover, condition })

    expect(told).toEqual({
      examined: 1,
      changed: [],
      warnings: [
        {
          code: 'NEVER_APPLIES',
          policyId: 'draft',
          message: 'No order can meet the condition of "Draft": two of its comparisons exclude each other.',
        },
      ],
    })
  })

  it('is judged beside the policies that hold, in place of the one that it replaces', async () => {
    const warning = { effect: 'WARN', message: 'Careful.' }
    const saved = await scene.policy('Careful', warning)

    expect((await simulate(warning, saved.id)).warnings).toEqual([])
    const over = { ...warning, validTo: '2020-01-01T00:00:00.000Z' }
    expect((await simulate(over, saved.id)).warnings).toEqual([
      { code: 'OVER', policyId: saved.id, message: 'The time of "Careful" is over. Archive it.' },
    ])
    const { approvalPolicies } = await scene.admin.ask('{ approvalPolicies { nodes { name version } } }')
    expect(approvalPolicies.nodes).toEqual([{ name: 'Careful', version: 1 }])
    await scene.archive(saved)
  })
})
