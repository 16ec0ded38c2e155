import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandboxCloud, type SandboxCloud } from '../../integrations/providers/sandbox-cloud.ts'
import { sandboxProvider } from '../../integrations/providers/sandbox-provider.ts'
import { provisionOrderJob } from '../../jobs/provision-order.ts'
import { cancelRemainingLines } from '../../src/orders/cancel-remaining-lines.ts'
import { reportLineFailure } from '../../src/orders/report-line-failure.ts'
import { retryOrder } from '../../src/orders/retry-order.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { problemsOf, told } from '../orders/order-fixture.ts'
import { addApprovedOrder, addMarket, admin, type LineWish } from './approved-order.ts'

describe('after its approval an order', () => {
  let verbs: VerbHarness
  let jobs: JobHarness
  let cloud: SandboxCloud
  let now = new Date()
  let keys = 0
  beforeAll(async () => {
    const clock = { now: () => now }
    verbs = await openVerbs({ clock })
    cloud = await startSandboxCloud()
    const providers = new Map([['default', sandboxProvider({ baseUrl: cloud.url, timeoutMs: 1500 })]])
    jobs = await openJobs(verbs, { clock, providers, definitions: [provisionOrderJob] })
    await addMarket(verbs)
  })
  afterAll(async () => {
    await jobs.close()
    await cloud.close()
    await verbs.close()
  })
  beforeEach(() => void (now = new Date('2026-11-23T22:30:00Z')))

  const key = () => `after-${(keys += 1)}`
  const order = (wishes: LineWish[]) => addApprovedOrder(verbs, wishes, now)
  async function provision(orderId: string): Promise<void> {
    const job = { sellerId: 'org_a', subjectId: orderId }
    await jobs.parts.queues.queue('provisioning').add('provisioning', job, { jobId: key() })
    await jobs.settle()
  }
  const state = async (orderId: string) => {
    const [row] = await verbs.sql<{ status: string; outcome: string | null }>(
      'SELECT status, outcome FROM orders WHERE id = $1',
      [orderId],
    )
    const lines = await verbs.sql<{ status: string }>(
      'SELECT status FROM order_line WHERE order_id = $1 ORDER BY line_number',
      [orderId],
    )
    return { ...row, lines: lines.map(({ status }) => status) }
  }
  const calls = (orderId: string) =>
    cloud.requests
      .filter(({ path, idempotencyKey }) =>
        `${path} ${idempotencyKey}`.includes(orderId.replace('ord', 'oln')),
      )
      .map(({ method, idempotencyKey }) => `${method} ${idempotencyKey?.split('.')[1]}`)

  it('waits for its day on the calendar of its seller', async () => {
    const id = await order([{}])
    await verbs.sql(`UPDATE organization SET time_zone = 'Europe/Berlin' WHERE id = 'org_a'`)
    await verbs.sql(`UPDATE orders SET requested_start_date = '2026-11-24', updated_at = $2 WHERE id = $1`, [
      id,
      new Date(now.getTime() - 3_600_000),
    ])
    const waiting = async () =>
      (
        await verbs.sql<{ subject_id: string }>(
          `SELECT subject_id FROM gate.waiting_work($1, 100) WHERE kind = 'provisioning'`,
          [now],
        )
      ).map((one) => one.subject_id)
    await provision(id)
    expect(await state(id)).toMatchObject({ status: 'APPROVED', lines: ['PENDING'] })
    expect(await waiting()).not.toContain(id)
    // Half an hour after midnight in Berlin, where it is half past eleven in the evening in Greenwich.
    now = new Date('2026-11-23T23:30:00Z')
    expect(await waiting()).toContain(id)
    await provision(id)
    expect(await state(id)).toMatchObject({ status: 'FULFILLED', lines: ['FULFILLED'] })
  })

  it('asks what became of a call before it is repeated, and takes what was done', async () => {
    const id = await order([{ tenant: 'timeout' }])
    await provision(id)
    expect(await state(id)).toMatchObject({ status: 'IN_FULFILLMENT', lines: ['IN_PROGRESS'] })
    const failure = {
      code: 'NOBODY_KNOWS',
      message: 'No answer.',
      category: 'UNKNOWN_OUTCOME' as const,
      idempotencyKey: key(),
    }
    await verbs.run(admin, (ctx) => reportLineFailure(ctx, { orderId: id, lineNumber: 1, ...failure }))
    const blind = verbs.run(admin, (ctx) => retryOrder(ctx, { orderId: id, idempotencyKey: key() }))
    expect(told(await problemsOf(blind))).toEqual(['OUTCOME_UNKNOWN reason'])
    await verbs.run(admin, (ctx) =>
      retryOrder(ctx, { orderId: id, reason: 'The vendor is asked first.', idempotencyKey: key() }),
    )
    await provision(id)
    expect(await state(id)).toMatchObject({ status: 'FULFILLED', lines: ['FULFILLED'] })
    // One call was made, and its own outcome was taken: nothing was provisioned under the second attempt.
    expect(calls(id)).toEqual(['POST 1', 'GET 1'])
    const [line] = await verbs.sql<{ unknown_attempt: number | null; attempt: number }>(
      'SELECT unknown_attempt, attempt FROM order_line WHERE order_id = $1',
      [id],
    )
    expect(line).toEqual({ unknown_attempt: null, attempt: 2 })
  })

  it('is asked for again when the vendor never had it', async () => {
    const id = await order([{ tenant: 'timeout-lost' }])
    await provision(id)
    const failure = {
      code: 'LOST',
      message: 'No answer.',
      category: 'VENDOR' as const,
      idempotencyKey: key(),
    }
    await verbs.run(admin, (ctx) => reportLineFailure(ctx, { orderId: id, lineNumber: 1, ...failure }))
    await verbs.sql(`UPDATE order_line SET provisioning = '{"tenantDomain": "fine"}' WHERE order_id = $1`, [
      id,
    ])
    await verbs.run(admin, (ctx) => retryOrder(ctx, { orderId: id, idempotencyKey: key() }))
    await provision(id)
    expect(await state(id)).toMatchObject({ status: 'FULFILLED' })
    expect(calls(id)).toEqual(['POST 1', 'GET 1', 'POST 2'])
  })

  it('ends PARTIAL when what failed is given up, its add-ons with it', async () => {
    const id = await order([{}, { tenant: 'fail-validation' }, { parentLineNumber: 2 }])
    await provision(id)
    expect(await state(id)).toEqual({
      status: 'PARTIALLY_FULFILLED',
      outcome: null,
      lines: ['FULFILLED', 'FAILED', 'PENDING'],
    })
    const silent = { orderId: id, reason: ' ', idempotencyKey: key() }
    const refused = verbs.run(admin, (ctx) => cancelRemainingLines(ctx, silent))
    expect(told(await problemsOf(refused))).toEqual(['REASON_REQUIRED reason'])
    const input = { orderId: id, reason: 'Bought elsewhere.', idempotencyKey: key() }
    const first = await verbs.run(admin, (ctx) => cancelRemainingLines(ctx, input))
    const again = await verbs.run(admin, (ctx) => cancelRemainingLines(ctx, input))
    expect(again.version).toBe(first.version)
    expect(await state(id)).toEqual({
      status: 'FULFILLED',
      outcome: 'PARTIAL',
      lines: ['FULFILLED', 'CANCELLED', 'CANCELLED'],
    })
    const events = await verbs.sql<{ type: string }>(
      `SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY subject_version DESC LIMIT 3`,
      [id],
    )
    expect(events.map(({ type }) => type)).toEqual([
      'order.fulfilled',
      'order.line_cancelled',
      'order.line_cancelled',
    ])
  })

  it('ends CANCELLED when nothing was delivered, and cannot be given up while it runs', async () => {
    const id = await order([{ tenant: 'fail-validation' }])
    const input = () => ({ orderId: id, reason: 'No.', idempotencyKey: key() })
    const early = verbs.run(admin, (ctx) => cancelRemainingLines(ctx, input()))
    expect(told(await problemsOf(early))).toEqual(['ORDER_INVALID_TRANSITION '])
    await provision(id)
    await verbs.run(admin, (ctx) => cancelRemainingLines(ctx, input()))
    expect(await state(id)).toEqual({ status: 'CANCELLED', outcome: null, lines: ['CANCELLED'] })
  })
})
