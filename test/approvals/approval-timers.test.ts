import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobParts } from '../../jobs/parts.ts'
import { timerQueue } from '../../jobs/timer-job.ts'
import { pauseApproval } from '../../src/approvals/pause-approval.ts'
import { resumeApproval } from '../../src/approvals/resume-approval.ts'
import { decideOrder } from '../../src/orders/decide-order.ts'
import { withdrawOrder } from '../../src/orders/withdraw-order.ts'
import { actorOf } from '../support/verbs.ts'
import { backends } from '../support/app.ts'
import { admin, key, sales } from '../orders/order-fixture.ts'
import { boss, TimerWorld } from './timer-world.ts'

const pending = 'PENDING_APPROVAL PENDING: ACTIVE'
const all = { remindAfter: 'PT1H', escalateAfter: 'PT2H', expireAfter: 'PT3H' } as const
const oneHour = '2026-11-23T10:00:00.000Z'
const twoHours = '2026-11-23T11:00:00.000Z'
const threeHours = '2026-11-23T12:00:00.000Z'
const muchLater = '2026-12-01T09:00:00.000Z'

describe.each(backends())('timers of approvals on %s queues', (backend) => {
  let world: TimerWorld
  let here: JobParts
  beforeAll(async () => {
    world = await TimerWorld.open(backend)
    here = await world.process()
    // A second process competes for everything.
    await world.process()
  })
  afterAll(() => world.close())

  const approve = (actor: typeof admin, approvalId: string, expectedVersion = 1) =>
    world.orders.verbs.run(actor, (ctx) =>
      decideOrder(ctx, 'APPROVE', { approvalId, expectedVersion, idempotencyKey: key() }),
    )

  it('wait in the queue under ids that everybody can find, and fire once each', async () => {
    const { approvalId, state } = await world.pending(all)
    await world.relay(here)
    const id = (name: string, at: string) => `approval.${approvalId}.1.${name}.${Date.parse(at)}`
    expect((await world.delayed(here)).filter((one) => one.includes(approvalId))).toEqual([
      id('escalate', twoHours),
      id('expire', threeHours),
      id('remind', oneHour),
    ])
    await world.comes(here, '2026-11-23T09:59:59.000Z')
    expect(await world.told(approvalId)).toEqual([])

    await world.comes(here, oneHour)
    expect(await world.told(approvalId)).toEqual(['reminder_due'])
    const [{ data }] = (await world.orders.verbs.sql<{ data: { waitingFor: unknown } }>(
      "SELECT data FROM outbox_event WHERE type = 'approval.reminder_due' AND subject_id = $1",
      [approvalId],
    )) as [{ data: { waitingFor: unknown } }]
    expect(data.waitingFor).toEqual([
      { id: 'usr_up_a', name: 'Demo usr_up_a' },
      { id: 'usr_up_b', name: 'Demo usr_up_b' },
    ])
    await world.comes(here, twoHours)
    expect(await world.told(approvalId)).toEqual(['reminder_due', 'escalated'])
    expect(await state()).toBe(pending)

    await world.comes(here, threeHours)
    expect(await state()).toBe('EXPIRED EXPIRED: EXPIRED')
    const told = ['reminder_due', 'escalated', 'decision_recorded', 'completed']
    expect(await world.told(approvalId)).toEqual(told)
    world.orders.clock.set(muchLater)
    await world.reconcile(here)
    expect(await world.told(approvalId)).toEqual(told)
    expect(
      await world.orders.verbs.sql(
        'SELECT kind, decided_by, comment FROM approval_decision WHERE request_id = $1',
        [approvalId],
      ),
    ).toEqual([
      {
        kind: 'EXPIRE',
        decided_by: 'system',
        comment: `Step 1 was not decided by ${threeHours}, when its time was over.`,
      },
    ])
  })

  it.each([
    ['RETURN', 'CHANGES_REQUESTED CHANGES_REQUESTED: CHANGES_REQUESTED SKIPPED', 'order.changes_requested'],
    ['REJECT', 'REJECTED REJECTED: REJECTED SKIPPED', 'order.rejected'],
    ['EXPIRE', 'EXPIRED EXPIRED: EXPIRED SKIPPED', 'order.expired'],
    ['ESCALATE', `${pending} WAITING`, null],
    ['APPROVE', `${pending} WAITING`, null],
  ] as const)('%s when the time is over, once', async (onTimeout, after, orderEvent) => {
    const { orderId, approvalId, state } = await world.pending({ expireAfter: 'PT3H', onTimeout }, all)
    await world.relay(here)
    await world.comes(here, threeHours)

    expect(await state()).toBe(after)
    const escalates = onTimeout === 'ESCALATE' || onTimeout === 'APPROVE'
    expect(await world.told(approvalId)).toEqual(
      escalates ? ['escalated'] : ['decision_recorded', 'completed'],
    )
    const told = await world.orders.verbs.sql<{ type: string }>(
      'SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id DESC LIMIT 1',
      [orderId],
    )
    expect(told).toEqual([{ type: orderEvent ?? 'order.pending_approval' }])
    world.orders.clock.set(muchLater)
    await world.reconcile(here)
    expect(await state()).toBe(after)
  })

  it('approve a step, and then the next, where the reseller lets time approve at that moment', async () => {
    await world.orders.verbs.sql("UPDATE organization SET approval_on_timeout = true WHERE id = 'org_up'")
    const sla = { expireAfter: 'PT1H', onTimeout: 'APPROVE' } as const
    const { approvalId, state } = await world.pending(sla, sla)
    await world.relay(here)
    await world.comes(here, oneHour)
    expect(await state()).toBe('PENDING_APPROVAL PENDING: APPROVED ACTIVE')

    // The second step's hour begins when the first ends.
    await world.relay(here)
    await world.comes(here, twoHours)
    expect(await state()).toBe('APPROVED APPROVED: APPROVED APPROVED')
    expect(await world.told(approvalId)).toEqual(['decision_recorded', 'decision_recorded', 'completed'])
    await world.orders.verbs.sql("UPDATE organization SET approval_on_timeout = false WHERE id = 'org_up'")
  })

  it('let more people decide after an escalation, and those who were asked before', async () => {
    const chief = actorOf('org_up', ['APPROVER'], { id: boss })
    const first = await world.pending(all)
    await expect(approve(chief, first.approvalId)).rejects.toThrow('APPROVAL_NOT_ELIGIBLE')
    await world.relay(here)
    await world.comes(here, twoHours)
    await approve(chief, first.approvalId)
    expect(await first.state()).toBe('APPROVED APPROVED: APPROVED')

    const second = await world.pending(all)
    await world.relay(here)
    await world.comes(here, twoHours)
    // The version that the original approver saw before the escalation still holds.
    await approve(admin, second.approvalId)
    expect(await second.state()).toBe('APPROVED APPROVED: APPROVED')
  })

  it('do nothing when somebody decided or withdrew before', async () => {
    const decided = await world.pending(all)
    await world.relay(here)
    await approve(admin, decided.approvalId)
    await world.comes(here, muchLater)
    expect(await decided.state()).toBe('APPROVED APPROVED: APPROVED')
    expect(await world.told(decided.approvalId)).toEqual(['decision_recorded', 'completed'])

    const withdrawn = await world.pending(all)
    await world.relay(here)
    await world.orders.verbs.run(sales, (ctx) => withdrawOrder(ctx, { orderId: withdrawn.orderId }))
    await world.comes(here, muchLater)
    expect(await withdrawn.state()).toBe('CHANGES_REQUESTED WITHDRAWN: SKIPPED')
    expect(await world.told(withdrawn.approvalId)).toEqual(['withdrawn'])
  })

  it('fire once though the queue was wiped: those ahead on time, those overdue at once', async () => {
    const { approvalId, state } = await world.pending(all)
    await world.relay(here)
    await world.wipe()
    expect(await world.delayed(here)).toEqual([])
    // Control: without the reconciler, nobody knows them any more.
    await world.comes(here, '2026-11-23T09:59:59.200Z')
    expect(await world.told(approvalId)).toEqual([])

    // A second before its time the reconciler knows the timer again, and the queue itself hands it over.
    await world.reconcile(here, 30_000)
    expect(await world.delayed(here)).toContain(`approval.${approvalId}.1.remind.${Date.parse(oneHour)}`)
    world.orders.clock.set(oneHour)
    for (let tries = 0; tries < 100 && (await world.told(approvalId)).length === 0; tries++) await sleep(100)
    expect(await world.told(approvalId)).toEqual(['reminder_due'])

    await world.wipe()
    world.orders.clock.set('2026-11-23T11:10:00.000Z')
    await Promise.all([world.reconcile(here), world.reconcile(here)])
    expect(await world.told(approvalId)).toEqual(['reminder_due', 'escalated'])
    await world.wipe()
    world.orders.clock.set(muchLater)
    await world.reconcile(here)
    await world.reconcile(here)
    expect(await state()).toBe('EXPIRED EXPIRED: EXPIRED')
    expect(await world.told(approvalId)).toEqual([
      'reminder_due',
      'escalated',
      'decision_recorded',
      'completed',
    ])
  })

  it('fire once though many jobs of many processes wake for the same', async () => {
    const { approvalId } = await world.pending({ ...all, onTimeout: 'REJECT' })
    world.orders.clock.set(muchLater)
    await here.queues.queue(timerQueue).addBulk(
      Array.from({ length: 12 }, (_, index) => ({
        name: timerQueue,
        data: { sellerId: 'org_up', subjectId: approvalId },
        opts: { jobId: `${approvalId}.at-once-${index}` },
      })),
    )
    await world.rest(here)
    expect(await world.told(approvalId)).toEqual(['decision_recorded', 'completed'])
  })

  describe('while a request is paused', () => {
    const pause = (approvalId: string, until: string | null = null) =>
      world.orders.verbs.run(admin, (ctx) =>
        pauseApproval(ctx, {
          approvalId,
          expectedVersion: 1,
          reason: 'CUSTOMER_ANSWER',
          note: 'They count their seats.',
          until: until ? new Date(until) : null,
          idempotencyKey: key(),
        }),
      )
    const seen = async (approvalId: string) => {
      const [row] = await world.orders.verbs.sql<Record<string, Date | null>>(
        `SELECT s.remind_at, s.escalate_at, s.expire_at, r.paused_at, r.version FROM approval_request r
           JOIN approval_step s ON s.request_id = r.id WHERE r.id = $1`,
        [approvalId],
      )
      return row
    }

    it('nothing is due, and afterwards everything is later by the pause', async () => {
      const { approvalId } = await world.pending(all)
      world.orders.clock.set('2026-11-23T09:30:00.000Z')
      await pause(approvalId)
      await world.relay(here)
      await world.comes(here, muchLater)
      await world.reconcile(here)
      expect(await world.told(approvalId)).toEqual(['paused'])

      // Two days later.
      world.orders.clock.set('2026-11-25T09:30:00.000Z')
      await world.orders.verbs.run(admin, (ctx) =>
        resumeApproval(ctx, { approvalId, expectedVersion: 2, idempotencyKey: key() }),
      )
      expect(await seen(approvalId)).toEqual({
        remind_at: new Date('2026-11-25T10:00:00.000Z'),
        escalate_at: new Date('2026-11-25T11:00:00.000Z'),
        expire_at: new Date('2026-11-25T12:00:00.000Z'),
        paused_at: null,
        version: 3,
      })
      await world.relay(here)
      await world.comes(here, '2026-11-25T09:59:59.000Z')
      expect(await world.told(approvalId)).toEqual(['paused', 'resumed'])
      await world.comes(here, '2026-11-25T10:00:00.000Z')
      expect(await world.told(approvalId)).toEqual(['paused', 'resumed', 'reminder_due'])
    })

    it('time runs again from the instant that was named, however late that is noticed', async () => {
      const { approvalId } = await world.pending(all)
      await pause(approvalId, oneHour)
      await world.relay(here)
      await world.comes(here, '2026-11-23T10:30:00.000Z')
      expect(await world.told(approvalId)).toEqual(['paused', 'resumed'])
      expect(await seen(approvalId)).toMatchObject({
        remind_at: new Date(twoHours),
        paused_at: null,
        version: 2,
      })
      await world.relay(here)
      await world.comes(here, twoHours)
      expect(await world.told(approvalId)).toEqual(['paused', 'resumed', 'reminder_due'])
    })

    it('it can be decided, which ends the pause', async () => {
      const { approvalId, state } = await world.pending(all)
      await pause(approvalId)
      await approve(admin, approvalId, 2)
      expect(await state()).toBe('APPROVED APPROVED: APPROVED')
      expect(await seen(approvalId)).toMatchObject({ paused_at: null, version: 3 })
      expect(await world.told(approvalId)).toEqual(['paused', 'resumed', 'decision_recorded', 'completed'])
    })

    it('it is not paused again, not for another version, and not by its requester', async () => {
      const { approvalId } = await world.pending(all)
      await expect(
        world.orders.verbs.run({ ...admin, id: sales.id }, (ctx) =>
          resumeApproval(ctx, { approvalId, expectedVersion: 1, idempotencyKey: key() }),
        ),
      ).rejects.toThrow('APPROVAL_NOT_ELIGIBLE')
      await pause(approvalId)
      const before = await seen(approvalId)
      await expect(pause(approvalId)).rejects.toThrow('VERSION_CONFLICT')
      expect(await seen(approvalId)).toEqual(before)
      expect(await world.told(approvalId)).toEqual(['paused'])
    })
  })
})
