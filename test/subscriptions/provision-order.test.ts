import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandboxCloud, type SandboxCloud } from '../../integrations/providers/sandbox-cloud.ts'
import { sandboxProvider } from '../../integrations/providers/sandbox-provider.ts'
import { provisionOrderJob } from '../../jobs/provision-order.ts'
import { beginProvisioning } from '../../src/subscriptions/begin-provisioning.ts'
import { completeProvisioning } from '../../src/subscriptions/complete-provisioning.ts'
import { retryOrder } from '../../src/orders/retry-order.ts'
import { reportLineDelivery } from '../../src/subscriptions/report-line-delivery.ts'
import { systemActor } from '../../src/access/actor.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'
import { addApprovedOrder, addMarket, admin, type LineWish } from './approved-order.ts'

const system = systemActor({ id: 'org_a', ancestors: [] })

interface LineRow {
  line_number: number
  status: string
  attempt: number
  vendor_reference: string | null
  failure: { code: string; category: string } | null
  information_request: { items: object[] } | null
}

describe('provisioning of an approved order', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  let cloud: SandboxCloud
  let now = new Date()
  let started = 0
  beforeAll(async () => {
    const clock = { now: () => now }
    verbs = await openVerbs({ clock })
    cloud = await startSandboxCloud()
    const providers = new Map([['default', sandboxProvider({ baseUrl: cloud.url, timeoutMs: 300 })]])
    jobs = await openJobs(verbs, { clock, providers, definitions: [provisionOrderJob] })
    await addMarket(verbs)
  })
  afterAll(async () => {
    await jobs.close()
    await cloud.close()
    await verbs.close()
  })
  beforeEach(() => void (now = new Date('2026-11-23T23:30:00Z')))

  const order = (wishes: LineWish[]) => addApprovedOrder(verbs, wishes, now)
  async function provision(orderId: string): Promise<void> {
    const job = { sellerId: 'org_a', subjectId: orderId }
    await jobs.parts.queues.queue('provisioning').add('provisioning', job, { jobId: `job-${(started += 1)}` })
    await jobs.settle()
  }
  const lines = (orderId: string) =>
    verbs.sql<LineRow>(
      `SELECT line_number, status, attempt, vendor_reference, failure, information_request
       FROM order_line WHERE order_id = $1 ORDER BY line_number`,
      [orderId],
    )
  const statusOf = async (orderId: string) =>
    (await verbs.sql<{ status: string }>('SELECT status FROM orders WHERE id = $1', [orderId]))[0]?.status
  const told = async (orderId: string) =>
    (
      await verbs.sql<{ type: string }>(
        `SELECT type FROM outbox_event WHERE subject_id = $1 OR data->'order'->>'id' = $1 ORDER BY id`,
        [orderId],
      )
    ).map((event) => event.type)
  const subscriptions = (orderId: string) =>
    verbs.sql<object>(
      `SELECT status, vendor_reference, quantity::text, unit_price::text, commitment_end_date::text, next_billing_date::text
       FROM cloud_subscription WHERE order_id = $1`,
      [orderId],
    )
  const asked = (orderId: string) =>
    cloud.requests.filter(({ idempotencyKey }) => idempotencyKey?.startsWith(orderId.replace('ord', 'oln')))

  it('delivers every line, add-ons after their base, and keeps a subscription of what recurs', async () => {
    const id = await order([{}, { parentLineNumber: 1 }, { paymentModel: 'ONE_TIME' }])
    await provision(id)

    expect(await statusOf(id)).toBe('FULFILLED')
    const [first, addOn, once] = await lines(id)
    expect([first, addOn, once].map((line) => [line?.status, line?.attempt])).toEqual([
      ['FULFILLED', 1],
      ['FULFILLED', 1],
      ['FULFILLED', 1],
    ])
    const made = await subscriptions(id)
    expect(made).toHaveLength(2)
    expect(made[0]).toMatchObject({ status: 'ACTIVE', vendor_reference: first?.vendor_reference })
    const types = await told(id)
    expect(types[0]).toBe('order.fulfillment_started')
    expect(types.at(-1)).toBe('order.fulfilled')
    expect(types.filter((type) => type === 'subscription.activated')).toHaveLength(2)
    expect(types.filter((type) => type === 'order.line_fulfilled')).toHaveLength(3)
  })

  it('asks for each line once, however often the job runs', async () => {
    const id = await order([{}])
    await provision(id)
    await provision(id)

    expect(asked(id).map(({ method, idempotencyKey }) => [method, idempotencyKey])).toEqual([
      ['POST', `${id.replace('ord', 'oln')}_1.1`],
    ])
    expect(await subscriptions(id)).toHaveLength(1)
  })

  it('fails a line that the vendor refuses, and delivers it after a retry under a new key', async () => {
    const id = await order([{ tenant: 'fail-once' }])
    await provision(id)
    expect(await statusOf(id)).toBe('FULFILLMENT_FAILED')
    expect((await lines(id))[0]).toMatchObject({
      status: 'FAILED',
      failure: { code: 'TEMPORARY', category: 'VENDOR' },
    })

    await verbs.run(admin, (ctx) => retryOrder(ctx, { orderId: id, idempotencyKey: 'again' }))
    await jobs.settle()
    expect(await statusOf(id)).toBe('FULFILLED')
    expect((await lines(id))[0]).toMatchObject({ status: 'FULFILLED', attempt: 2, failure: null })
    expect(asked(id).map((call) => call.idempotencyKey?.split('.')[1])).toEqual(['1', '2'])
  })

  it('leaves an order partially fulfilled when one line fails', async () => {
    const id = await order([{}, { tenant: 'fail-validation' }])
    await provision(id)

    expect(await statusOf(id)).toBe('PARTIALLY_FULFILLED')
    expect((await lines(id)).map((line) => line.status)).toEqual(['FULFILLED', 'FAILED'])
  })

  it('asks the requester for what the vendor needs', async () => {
    const id = await order([{ tenant: 'needs-info' }])
    await provision(id)

    expect(await statusOf(id)).toBe('AWAITING_INFORMATION')
    expect((await lines(id))[0]?.information_request?.items).toEqual([
      { key: 'tenantDomain', message: 'The vendor needs another value here.' },
    ])
  })

  it('looks an unknown outcome up before it asks again, and finds what was done', async () => {
    const id = await order([{ tenant: 'drop-connection' }])
    await provision(id)
    expect((await lines(id))[0]).toMatchObject({
      status: 'IN_PROGRESS',
      attempt: 1,
      failure: { category: 'UNKNOWN_OUTCOME' },
    })
    expect(await subscriptions(id)).toEqual([])

    await jobs.runDelayed()
    expect((await lines(id))[0]).toMatchObject({ status: 'FULFILLED', attempt: 1, failure: null })
    expect(asked(id).map((call) => call.method)).toEqual(['POST', 'GET'])
    expect(await subscriptions(id)).toHaveLength(1)
  })

  it('asks again under the same key when the vendor never heard of it', async () => {
    const id = await order([{ tenant: 'timeout-lost' }])
    await provision(id)
    await jobs.runDelayed()

    const calls = asked(id)
    expect(calls.map((call) => call.method)).toEqual(['POST', 'GET', 'POST'])
    expect(new Set(calls.map((call) => call.idempotencyKey)).size).toBe(1)
    expect((await lines(id))[0]).toMatchObject({ status: 'IN_PROGRESS', attempt: 1 })
  })

  it('waits for a vendor that takes its time', async () => {
    const id = await order([{ tenant: 'pending' }])
    await provision(id)
    const [waiting] = await lines(id)
    expect(waiting?.status).toBe('IN_PROGRESS')
    expect(waiting?.vendor_reference).toMatch(/^SBX-/)

    await jobs.runDelayed()
    expect(await statusOf(id)).toBe('FULFILLED')
  })

  it('takes up a line that its worker left behind, and not one that is being worked on', async () => {
    const id = await order([{}])
    const start = { orderId: id, hasProvider: () => true, takeOver: false }
    await verbs.run(system, (ctx) => beginProvisioning(ctx, start))
    expect(await verbs.run(system, (ctx) => beginProvisioning(ctx, start))).toEqual([])

    now = new Date(now.getTime() + 61_000)
    await provision(id)
    expect(asked(id).map((call) => call.method)).toEqual(['GET', 'POST'])
    expect(await statusOf(id)).toBe('FULFILLED')
  })

  it('drops a result that comes after somebody else delivered the line', async () => {
    const id = await order([{}])
    const start = { orderId: id, hasProvider: () => true, takeOver: false }
    await verbs.run(system, (ctx) => beginProvisioning(ctx, start))
    const input = { orderId: id, lineNumber: 1, vendorReference: ' DESK-1 ', idempotencyKey: 'desk-1' }
    await verbs.run(admin, (ctx) => reportLineDelivery(ctx, input))
    const outcome = { state: 'FULFILLED', vendorReference: 'LATE-1', activatedAt: now, details: {} } as const
    const late = { orderId: id, lineNumber: 1, attempt: 1, outcome }
    expect(await verbs.run(system, (ctx) => completeProvisioning(ctx, late))).toBe('CLOSED')

    expect((await lines(id))[0]?.vendor_reference).toBe('DESK-1')
    // Half past eleven at night in UTC is the next day in Berlin, where the seller is.
    expect(await subscriptions(id)).toEqual([
      {
        status: 'ACTIVE',
        vendor_reference: 'DESK-1',
        quantity: '25.00000000',
        unit_price: '11.70000000',
        commitment_end_date: '2027-11-24',
        next_billing_date: '2026-12-24',
      },
    ])
  })

  it('leaves lines queued for the order desk when no provider takes their vendor', async () => {
    const id = await order([{}])
    const start = { orderId: id, hasProvider: () => false, takeOver: false }
    expect(await verbs.run(system, (ctx) => beginProvisioning(ctx, start))).toEqual([])
    expect((await lines(id))[0]).toMatchObject({ status: 'QUEUED', attempt: 0 })

    const input = { orderId: id, lineNumber: 1, vendorReference: 'DESK-2', idempotencyKey: 'desk-2' }
    const twice = () => verbs.run(admin, (ctx) => reportLineDelivery(ctx, input))
    await twice()
    expect((await twice()).status).toBe('FULFILLED')
    expect(await subscriptions(id)).toHaveLength(1)
    const other = verbs.run(admin, (ctx) => reportLineDelivery(ctx, { ...input, idempotencyKey: 'desk-3' }))
    await expect(other).rejects.toThrow('ORDER_INVALID_TRANSITION')
    expect(await subscriptions(id)).toHaveLength(1)
  })

  it('refuses a report by those who may not fulfil, and of a foreign order', async () => {
    const id = await order([{}])
    const input = { orderId: id, lineNumber: 1, vendorReference: 'X-1', idempotencyKey: 'x-1' }
    const sales = actorOf('org_a', ['SALES_AGENT'], { id: 'usr_s' })
    const foreign = actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b' })
    await expect(verbs.run(sales, (ctx) => reportLineDelivery(ctx, input))).rejects.toThrow('FORBIDDEN')
    await expect(verbs.run(foreign, (ctx) => reportLineDelivery(ctx, input))).rejects.toThrow('NOT_FOUND')
    expect(await statusOf(id)).toBe('APPROVED')
  })

  it('does not begin while the customer is on hold', async () => {
    const id = await order([{}])
    await verbs.sql(`UPDATE organization SET status = 'ADMIN_HOLD' WHERE id = 'org_c'`)
    await provision(id)
    await verbs.sql(`UPDATE organization SET status = 'ACTIVE' WHERE id = 'org_c'`)

    expect(await statusOf(id)).toBe('APPROVED')
    expect(asked(id)).toEqual([])
  })
})
