import { expect, it } from 'vitest'
import { approvalTimersJob } from '../../jobs/approval-timers.ts'
import type { JobDefinition } from '../../jobs/job.ts'
import { ApprovalRequest } from '../../src/approvals/approval-request.entity.ts'
import { eventData, stepSnapshot } from '../../src/approvals/approval-snapshot.ts'
import { ApprovalStep } from '../../src/approvals/approval-step.entity.ts'
import { approvalReminderDue } from '../../src/approvals/timers.events.ts'
import { record } from '../../src/events/record.ts'
import { decideOrder } from '../../src/orders/decide-order.ts'
import { admin, key } from '../orders/order-fixture.ts'
import { TimerWorld } from './timer-world.ts'

/** Reminds whatever it finds, as a timer would that does not look again when its time has come. */
const blindJob: JobDefinition = {
  ...(approvalTimersJob as unknown as JobDefinition),
  async run(ctx, data) {
    const { subjectId: id } = data as { sellerId: string; subjectId: string }
    const request = await ctx.em.findOneOrFail(ApprovalRequest, { id })
    const steps = await ctx.em.find(ApprovalStep, { requestId: id })
    const said = { ...eventData(request, steps, undefined), waitingFor: [] }
    const step = steps[0]
    if (step)
      record(ctx, approvalReminderDue, { subject: request, data: { ...said, step: stepSnapshot(step) } })
  },
}

it('control: timers that do not look again remind of what is decided, and twice', async () => {
  const world = await TimerWorld.open('postgres')
  const parts = await world.process({ definition: blindJob })
  const { approvalId } = await world.pending({
    remindAfter: 'PT1H',
    escalateAfter: 'PT2H',
    expireAfter: 'PT3H',
  })
  await world.relay(parts)
  await world.orders.verbs.run(admin, (ctx) =>
    decideOrder(ctx, 'APPROVE', { approvalId, expectedVersion: 1, idempotencyKey: key() }),
  )
  await world.comes(parts, '2026-11-23T11:00:00.000Z')
  expect(await world.told(approvalId)).toEqual([
    'decision_recorded',
    'completed',
    'reminder_due',
    'reminder_due',
  ])
  await world.close()
})
