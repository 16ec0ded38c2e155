import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApproverDecision } from '../../src/approvals/approval-decision.entity.ts'
import { cancelOrder } from '../../src/orders/cancel-order.ts'
import { decideOrder } from '../../src/orders/decide-order.ts'
import { failLine } from '../../src/orders/fail-line.ts'
import { findAllowedActions } from '../../src/orders/find-allowed-actions.ts'
import { findLineForUpdate } from '../../src/orders/find-line-for-update.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import { findOrderForUpdate } from '../../src/orders/find-order-for-update.ts'
import { fulfilLine } from '../../src/orders/fulfil-line.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import { provideInformation } from '../../src/orders/provide-information.ts'
import { requestLineInformation } from '../../src/orders/request-line-information.ts'
import { retryOrder } from '../../src/orders/retry-order.ts'
import { routeOrder } from '../../src/orders/route-order.ts'
import { startFulfillment } from '../../src/orders/start-fulfillment.ts'
import { startLine } from '../../src/orders/start-line.ts'
import { adminOf } from '../support/small-world.ts'
import { submitForApproval } from '../../src/orders/submit-for-approval.ts'
import { withdrawOrder } from '../../src/orders/withdraw-order.ts'
import {
  admin,
  completeDraft,
  eventTypes,
  key,
  openOrderWorld,
  pendingOrder,
  problemsOf,
  sales,
  stored,
  stranger,
  submit,
  terms,
  told,
  worker,
  type OrderWorld,
} from './order-fixture.ts'

describe('an order after its submission', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const decide = (
    approvalId: string,
    kind: ApproverDecision,
    more: { comment?: string; idempotencyKey?: string } = {},
  ) =>
    world.verbs.run(admin, (ctx) =>
      decideOrder(ctx, kind, { approvalId, expectedVersion: 1, idempotencyKey: key(), ...more }),
    )
  const read = async (orderId: string) => {
    const order = await world.verbs.read(sales, (ctx) => findOrder(ctx, orderId))
    if (!order) throw new Error('gone')
    return order
  }

  it('goes to its approvers with its number, and is approved by one of them', async () => {
    const { verbs } = world
    const { orderId, approvalId } = await pendingOrder(verbs)
    expect(await read(orderId)).toMatchObject({ status: 'PENDING_APPROVAL', version: 7 })
    expect(
      await verbs.read(admin, async (ctx) => findAllowedActions(ctx, (await findOrder(ctx, orderId))!)),
    ).toContain('APPROVE')
    const same = key()
    const first = await decide(approvalId, 'APPROVE', { idempotencyKey: same })
    expect(first.order).toMatchObject({ status: 'APPROVED', version: 8 })
    const again = await decide(approvalId, 'APPROVE', { idempotencyKey: same })
    expect([again.approval.status, again.order.version]).toEqual(['APPROVED', 8])
    expect((await eventTypes(verbs, orderId)).slice(-4)).toEqual([
      'order.submitted',
      'order.placed',
      'order.pending_approval',
      'order.approved',
    ])
  })

  it('is routed once, however often the job runs', async () => {
    const { verbs } = world
    const { orderId } = await pendingOrder(verbs)
    const before = await stored(verbs, orderId)
    await verbs.run(worker, (ctx) => routeOrder(ctx, orderId))
    expect(await stored(verbs, orderId)).toEqual(before)
  })

  it('is rejected for good, with a reason', async () => {
    const { orderId, approvalId } = await pendingOrder(world.verbs)
    const before = await stored(world.verbs, orderId)
    expect(told(await problemsOf(decide(approvalId, 'REJECT')))).toEqual(['COMMENT_REQUIRED comment'])
    expect(await stored(world.verbs, orderId)).toEqual(before)
    const { order } = await decide(approvalId, 'REJECT', { comment: 'Too much.' })
    expect(order).toMatchObject({ status: 'REJECTED', statusReason: 'Too much.' })
  })

  it('is not decided by its requester or by another reseller', async () => {
    const { orderId, approvalId } = await pendingOrder(world.verbs)
    const before = await stored(world.verbs, orderId)
    const input = { approvalId, expectedVersion: 1 }
    const attempt = (actor: typeof sales) =>
      problemsOf(
        world.verbs.run(actor, (ctx) => decideOrder(ctx, 'APPROVE', { ...input, idempotencyKey: key() })),
      )
    expect((await attempt(sales))[0]?.code).toBe('FORBIDDEN')
    expect(told(await attempt(stranger))).toEqual(['NOT_FOUND approvalId'])
    expect(await stored(world.verbs, orderId)).toEqual(before)
  })

  it('is decided once when two approvers decide at the same time', async () => {
    const { approvalId, orderId } = await pendingOrder(world.verbs)
    const results = await Promise.allSettled([
      decide(approvalId, 'APPROVE'),
      world.verbs.run(adminOf('org_up', 'usr_up_b'), (ctx) =>
        decideOrder(ctx, 'REJECT', { approvalId, expectedVersion: 1, idempotencyKey: key(), comment: 'No.' }),
      ),
    ])
    expect(results.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const events = await eventTypes(world.verbs, orderId)
    expect(events.filter((type) => type === 'order.approved' || type === 'order.rejected')).toHaveLength(1)
  })

  it('is returned, and comes back with the same number and the next revision', async () => {
    const { verbs } = world
    const { orderId, approvalId } = await pendingOrder(verbs)
    const { orderNumber } = await read(orderId)
    await decide(approvalId, 'REQUEST_CHANGES', { comment: 'Halve it.' })
    expect(await read(orderId)).toMatchObject({ status: 'CHANGES_REQUESTED', statusReason: 'Halve it.' })
    const resubmit = (more: object) => verbs.run(sales, (ctx) => submitForApproval(ctx, { orderId, ...more }))
    expect(told(await problemsOf(resubmit({})))).toEqual(['TERMS_NOT_ACCEPTED terms.acceptedVersionIds'])
    const order = await resubmit({ terms })
    expect(order).toMatchObject({ status: 'SUBMITTED', revision: 2, orderNumber })
    expect(await verbs.run(worker, issueOrderNumbers)).toBe(0)
    await verbs.run(worker, (ctx) => routeOrder(ctx, orderId))
    expect(await read(orderId)).toMatchObject({ status: 'PENDING_APPROVAL', revision: 2, orderNumber })
    expect(await eventTypes(verbs, orderId)).toContain('order.resubmitted')
  })

  it('is withdrawn by its requester, and cancelled with a reason', async () => {
    const { verbs } = world
    const { orderId, approvalId } = await pendingOrder(verbs)
    const order = await verbs.run(sales, (ctx) => withdrawOrder(ctx, { orderId }))
    expect(order.status).toBe('CHANGES_REQUESTED')
    const [approval] = await verbs.sql('SELECT status FROM approval_request WHERE id = $1', [approvalId])
    expect(approval).toEqual({ status: 'WITHDRAWN' })
    const before = await stored(verbs, orderId)
    const cancel = (reason?: string) =>
      verbs.run(sales, (ctx) => cancelOrder(ctx, { orderId, ...(reason ? { reason } : {}) }))
    expect(told(await problemsOf(cancel()))).toEqual(['REASON_REQUIRED reason'])
    expect(await stored(verbs, orderId)).toEqual(before)
    const cancelled = await cancel('Ordered twice.')
    expect(cancelled).toMatchObject({ status: 'CANCELLED', statusReason: 'Ordered twice.' })
    expect(cancelled.orderNumber).not.toBeNull()
    expect(told(await problemsOf(cancel('Again')))).toEqual(['ORDER_INVALID_TRANSITION '])
  })

  it('rests when its seller submits by hand, until someone sends it', async () => {
    const { verbs } = world
    await verbs.sql(`UPDATE organization SET approval_submission = 'MANUAL' WHERE id = 'org_up'`)
    const { id: orderId } = await submit(verbs, await completeDraft(verbs))
    const send = () => verbs.run(sales, (ctx) => submitForApproval(ctx, { orderId }))
    expect(told(await problemsOf(send()))).toEqual(['ORDER_NUMBER_PENDING orderId'])
    await verbs.run(worker, issueOrderNumbers)
    await verbs.run(worker, (ctx) => routeOrder(ctx, orderId))
    expect((await read(orderId)).status).toBe('SUBMITTED')
    expect((await send()).status).toBe('PENDING_APPROVAL')
    await verbs.sql(`UPDATE organization SET approval_submission = 'AUTOMATIC' WHERE id = 'org_up'`)
  })

  it('is delivered line by line: asks, fails, is retried, and ends FULFILLED', async () => {
    const { verbs } = world
    const { orderId, approvalId } = await pendingOrder(verbs)
    await decide(approvalId, 'APPROVE')
    const at = { orderId, lineNumber: 1 }
    await verbs.run(worker, async (ctx) => startFulfillment(ctx, await findOrderForUpdate(ctx, orderId)))
    await verbs.run(worker, async (ctx) => startLine(ctx, await findLineForUpdate(ctx, at)))
    const request = { message: 'Which domain?', items: [{ key: 'tenantDomain', message: 'Taken.' }] }
    await verbs.run(worker, async (ctx) =>
      requestLineInformation(ctx, { ...(await findLineForUpdate(ctx, at)), request }),
    )
    expect((await read(orderId)).status).toBe('AWAITING_INFORMATION')
    const provide = (value: string) =>
      verbs.run(sales, (ctx) =>
        provideInformation(ctx, { orderId, values: [{ key: 'tenantDomain', value }] }),
      )
    expect(told(await problemsOf(provide('x')))).toEqual(['PARAMETER_FORMAT values.0.value'])
    expect((await provide('other.example')).status).toBe('IN_FULFILLMENT')
    const failure = {
      code: 'OUT_OF_STOCK',
      category: 'VENDOR',
      retryable: false,
      message: 'Sold out.',
    } as const
    await verbs.run(worker, async (ctx) => failLine(ctx, { ...(await findLineForUpdate(ctx, at)), failure }))
    expect((await read(orderId)).status).toBe('FULFILLMENT_FAILED')
    const retry = (reason?: string) =>
      verbs.run(admin, (ctx) =>
        retryOrder(ctx, { orderId, idempotencyKey: key(), ...(reason ? { reason } : {}) }),
      )
    expect(told(await problemsOf(retry()))).toEqual(['LINE_NOT_RETRYABLE reason'])
    expect((await retry('Restocked.')).status).toBe('IN_FULFILLMENT')
    await verbs.run(admin, async (ctx) =>
      fulfilLine(ctx, { ...(await findLineForUpdate(ctx, at)), vendorReference: 'V-1' }),
    )
    expect(await read(orderId)).toMatchObject({ status: 'FULFILLED', outcome: 'COMPLETE' })
    expect((await eventTypes(verbs, orderId)).slice(-9)).toEqual([
      'order.fulfillment_started',
      'order.information_requested',
      'order.awaiting_information',
      'order.information_provided',
      'order.line_failed',
      'order.fulfillment_failed',
      'order.fulfillment_retried',
      'order.line_fulfilled',
      'order.fulfilled',
    ])
  })

  it('tells every event with its own version, so that receivers can drop what is late', async () => {
    const { orderId } = await pendingOrder(world.verbs)
    const rows = await world.verbs.sql<{ subject_version: number }>(
      `SELECT subject_version FROM outbox_event WHERE subject_id = $1 AND type LIKE 'order.%' ORDER BY id`,
      [orderId],
    )
    expect(rows.map((row) => row.subject_version)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })
})
