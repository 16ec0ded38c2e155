import { getOperationAST, parse } from 'graphql'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readExampleOperations, type ExampleOperation } from '../../src/api/example-operations.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { listen, type LiveStream } from '../support/live.ts'

/** What GraphiQL's own page uses: plain JavaScript, so it is loaded by its path. */
const { fillIn, remember } = (await import(pathToFileURL('src/api/pages/fill-in.js').href)) as {
  fillIn: (variables: Record<string, unknown>) => Record<string, unknown>
  remember: (data: Json) => void
}

const decided = ['Approvals', 'ApprovalApprove']

describe('the saved operations of GraphiQL, run from the first tab to the last', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  const answers: Record<string, Json> = {}
  const streams: Record<string, LiveStream> = {}

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    for (const operation of await readExampleOperations()) await run(operation)
    await app.quiet()
  })
  afterAll(async () => {
    for (const stream of Object.values(streams)) stream.stop()
    await app.close()
  })

  async function run({ name, query, variables: text }: ExampleOperation): Promise<void> {
    const client = decided.includes(name) ? admin : sales
    const variables = fillIn(JSON.parse(text || '{}') as Record<string, unknown>)
    if (getOperationAST(parse(query))?.operation === 'subscription') {
      streams[name] = listen('graphql-ws', client, { query, variables })
      await streams[name].until((updates) => updates.length > 0)
      return
    }
    if (name === 'Approvals' || name === 'OrderOutcome') await app.quiet()
    const data = await client.ask(query, variables)
    for (const { userErrors } of Object.values<Json>(data))
      expect([name, userErrors ?? []]).toEqual([name, []])
    answers[name] = data
    remember(data)
  }

  it('finds the customer, and prices the offer in the currency of its account', () => {
    const [organization] = answers['Organizations'].organizations.nodes
    expect(organization).toMatchObject({ name: 'Spreebogen Games GmbH', canOrder: true })
    expect(answers['Offer'].offer.invoiceInformation.unitPrice.currency).toBe(
      organization.accounts[0].currency,
    )
  })

  it('completes every stage before it submits', () => {
    const { stages, requiredTerms } = answers['OrderSummary'].order
    expect(stages.map(({ state }: Json) => state)).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'])
    expect(requiredTerms.length).toBeGreaterThan(0)
  })

  it('receives an order number, an approval and a delivery', () => {
    const orderNumber = `MC-${new Date().getFullYear()}-000001`
    expect(answers['OrderSubmit'].orderSubmit.order).toMatchObject({ orderNumber })
    expect(answers['ApprovalApprove'].approvalApprove.approval).toMatchObject({ status: 'APPROVED' })
    expect(answers['OrderOutcome'].order).toMatchObject({
      orderNumber,
      status: 'FULFILLED',
      outcome: 'COMPLETE',
      lines: [{ status: 'FULFILLED', vendorReference: expect.stringMatching(/./) }],
    })
  })

  it('is told live of both: the order until it is delivered, the approval until it is decided', async () => {
    const orders = await streams['OrderStatusChanged']?.until((updates) =>
      updates.some(({ order }) => order.status === 'FULFILLED'),
    )
    expect(orders?.at(0)).toMatchObject({ type: 'snapshot', order: { status: 'DRAFT' } })
    const approvals = await streams['ApprovalStatusChanged']?.until((updates) =>
      updates.some(({ approval }) => approval?.status === 'APPROVED'),
    )
    expect(approvals?.map(({ approval }) => approval?.status ?? null)).toEqual([null, 'PENDING', 'APPROVED'])
  })
})
