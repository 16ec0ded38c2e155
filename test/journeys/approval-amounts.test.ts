import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { anyOf, ApprovalScene, requires } from '../support/approval-scene.ts'
import { approvalOf, completeDraft, contacts, key, offerOf, submit, until } from '../support/ordering.ts'

/** Five seats at 23.10 US dollars; the reseller's own currency is the euro. */
const total = '115.50'

/** Policies that look at amounts: at the very edge, at nothing, and below nothing. */
describe('a policy about amounts', () => {
  let app: TestApp
  let scene: ApprovalScene
  let approver: string
  let policy: Json
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    scene = await ApprovalScene.open(app)
    approver = await scene.idOf(scene.approver)
    policy = await scene.policy('Amount', saying('AT_LEAST', '0', 'USD'))
  })
  afterAll(() => app.close())

  function saying(operator: string, value: string, currency: string, more: Json = {}): Json {
    const condition = { fact: 'firstInvoiceTotal', operator, values: [value], currency }
    return requires([[anyOf([approver])]], { condition, ...more })
  }
  async function change(definition: Json): Promise<void> {
    const input = { policyId: policy.id, expectedVersion: policy.version, definition }
    policy = (await scene.admin.done('approvalPolicyUpdate', input, 'policy { id version }')).policy
  }
  /** Why the first step of the draft would be there, when the policy says this. */
  async function reason(draft: { orderId: string }, definition: Json): Promise<string> {
    await change(definition)
    const { steps } = await scene.preview(draft)
    expect(steps).toHaveLength(1)
    return steps[0].reasons.map(({ message }: Json) => message).join(' ')
  }
  const byDefault = 'Every order needs an administrator of the reseller who is not its requester.'
  const rate = (to: string) =>
    scene.admin.done('exchangeRateSet', { currency: 'USD', rate: to }, 'exchangeRate { id }')

  it('of another currency speaks exactly at its threshold, not a cent beside it, and rounds nothing', async () => {
    const draft = await scene.draft()
    const because = (text: string) => `Policy "Amount": firstInvoiceTotal ${total} USD (${text} EUR).`
    // Without a rate nobody can tell: on the safe side it speaks.
    expect(await reason(draft, saying('AT_LEAST', '999999.00', 'EUR'))).toBe(because('at least 999999.00'))

    // 115.50 USD at 0.8 are 92.40 EUR.
    await rate('0.8')
    const cases: Array<[operator: string, value: string, expected: string]> = [
      ['AT_LEAST', '92.39', because('at least 92.39')],
      ['AT_LEAST', '92.40', because('at least 92.40')],
      ['AT_LEAST', '92.41', byDefault],
      ['MORE_THAN', '92.39', because('more than 92.39')],
      ['MORE_THAN', '92.40', byDefault],
      ['AT_MOST', '92.40', because('at most 92.40')],
      ['AT_MOST', '92.39', byDefault],
      ['LESS_THAN', '92.41', because('less than 92.41')],
      ['LESS_THAN', '92.40', byDefault],
      ['EQUAL', '92.40', because('equal to 92.40')],
    ]
    for (const [operator, value, expected] of cases)
      expect(await reason(draft, saying(operator, value, 'EUR')), `${operator} ${value}`).toBe(expected)

    // 115.50 USD at 0.91234567 are 105.375924885 EUR: rounded they would be at 105.38, and they are not.
    await rate('0.91234567')
    expect(await reason(draft, saying('AT_LEAST', '105.37', 'EUR'))).toBe(because('at least 105.37'))
    expect(await reason(draft, saying('AT_LEAST', '105.38', 'EUR'))).toBe(byDefault)
    expect(await reason(draft, saying('EQUAL', '105.38', 'EUR'))).toBe(byDefault)

    // What was foreseen at the threshold is what is asked.
    await rate('0.8')
    expect(await reason(draft, saying('AT_LEAST', '92.40', 'EUR'))).toBe(because('at least 92.40'))
    await submit(scene.sales, draft)
    const pending = { draft, approval: await approvalOf(scene.approver, draft.orderId) }
    expect((await scene.read(pending)).steps).toMatchObject([
      {
        reasons: [{ message: because('at least 92.40') }],
        groups: [{ minimumApprovals: 1, approvers: [{ id: approver }] }],
      },
    ])
  })

  it('counts a total of nothing as nothing', async () => {
    const offer = await offerOf(scene.sales, 'azure plan', { commitmentTerm: null, billingPeriod: 'P1M' })
    const draft = await completeDraft(scene.sales, { customer: scene.buyer, offer, quantity: '1' })
    const because = (text: string) => `Policy "Amount": firstInvoiceTotal 0.00 USD (${text} USD).`
    expect(await reason(draft, saying('AT_MOST', '0', 'USD'))).toBe(because('at most 0'))
    expect(await reason(draft, saying('EQUAL', '0', 'USD'))).toBe(because('equal to 0'))
    expect(await reason(draft, saying('LESS_THAN', '0.01', 'USD'))).toBe(because('less than 0.01'))
    expect(await reason(draft, saying('LESS_THAN', '0', 'USD'))).toBe(byDefault)
    expect(await reason(draft, saying('MORE_THAN', '0', 'USD'))).toBe(byDefault)
  })

  it('speaks of what a cancellation gives back, below nothing, and its approver ends what runs', async () => {
    const only = { triggers: ['CANCELLATION'] }
    await change(saying('LESS_THAN', '0', 'USD', only))
    const first = await scene.pending()
    expect((await scene.decide(scene.admin, first)).userErrors).toEqual([])
    const isFulfilled = ({ status }: Json) => status === 'FULFILLED'
    await until(scene.sales, first.draft.orderId, isFulfilled)
    const { order } = await scene.sales.ask(
      'query ($id: ID!) { order(id: $id) { cloudSubscriptions { id } } }',
      {
        id: first.draft.orderId,
      },
    )
    const [{ id: cloudSubscriptionId }] = order.cloudSubscriptions

    const draft = await cancelling(cloudSubscriptionId)
    const because = (text: string) => `Policy "Amount": firstInvoiceTotal -${total} USD (${text} USD).`
    expect(await reason(draft, saying('LESS_THAN', '0', 'USD', only))).toBe(because('less than 0'))
    expect(await reason(draft, saying('AT_LEAST', '0', 'USD', only))).toBe(byDefault)
    expect(await reason(draft, saying('LESS_THAN', `-${total}`, 'USD', only))).toBe(byDefault)
    expect(await reason(draft, saying('AT_MOST', `-${total}`, 'USD', only))).toBe(
      because(`at most -${total}`),
    )
    // A new order is no cancellation, whatever it costs.
    expect(await reason(await scene.draft(), saying('AT_LEAST', '0', 'USD', only))).toBe(byDefault)

    await change(saying('AT_MOST', `-${total}`, 'USD', only))
    await submit(scene.sales, draft)
    const pending = { draft, approval: await approvalOf(scene.approver, draft.orderId) }
    const before = await scene.rows()
    const { userErrors } = await scene.decide(scene.admin, pending)
    expect(userErrors).toMatchObject([{ code: 'APPROVAL_NOT_ELIGIBLE' }])
    expect(await scene.rows()).toEqual(before)
    expect((await scene.decide(scene.approver, pending)).userErrors).toEqual([])
    await until(scene.sales, draft.orderId, isFulfilled)
  })

  async function cancelling(cloudSubscriptionId: string) {
    const { id: organizationId, accounts } = scene.buyer
    const start = { organizationId, accountId: accounts[0].id, type: 'CANCELLATION', idempotencyKey: key() }
    const { order: started } = await scene.sales.done('orderStart', start, 'order { id }')
    const orderId = started.id as string
    const changes = [{ cloudSubscriptionId, action: 'CANCEL', reason: 'Moved away', when: 'NOW' }]
    await scene.sales.done('orderSelectItems', { orderId, items: [], changes }, 'order { id }')
    await scene.sales.done('orderSetContacts', { orderId, contacts }, 'order { id }')
    const { order } = await scene.sales.done(
      'orderSetProvisioning',
      { orderId, values: [] },
      'order { version requiredTerms { id } }',
    )
    const termsVersionIds = (order.requiredTerms as Json[]).map(({ id }) => id as string)
    return { orderId, version: order.version as number, termsVersionIds }
  }
})
