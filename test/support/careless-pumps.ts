import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { deliverWebhook } from '../../integrations/webhooks/deliver.ts'
import { webhookHeaders } from '../../integrations/webhooks/sign.ts'
import { defineJob, type JobRun } from '../../jobs/job.ts'
import { pumpQueue } from '../../jobs/pump-job.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import { turnDeliveries, type AttemptMade, type DeliveryDue } from '../../src/webhooks/turn-deliveries.ts'

const batch = 50
const atOnce = 5

async function attempt(ctx: Ctx, due: DeliveryDue): Promise<AttemptMade> {
  const at = ctx.clock.now()
  const { url, body, timeoutMs, webhookId: id, messageId: deliveryId, secrets } = due
  const headers = webhookHeaders({ id, timestamp: at, body, secrets, deliveryId, attempt: due.attempt })
  const request = { url, headers, body, timeoutMs, allow: { loopback: true } }
  const outcome = await deliverWebhook(request)
  return { due, outcome, at }
}

/** Waits for a whole batch, as long as more may come: messages are made one event after another. */
async function gathered(endpointId: string, { transact }: JobRun): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const [row] = await transact((unit) =>
      unit.em.execute<Array<{ waiting: number }>>(
        `SELECT count(*)::int AS waiting FROM webhook_message WHERE seller_id = ? AND endpoint_id = ?
           AND status = 'PENDING' AND (lease_until IS NULL OR lease_until < now())`,
        [unit.actor.sellerId, endpointId],
      ),
    )
    if ((row?.waiting ?? 0) >= batch) return
    await sleep(50)
  }
}

/** Sends them, five at a time. */
async function send(ctx: Ctx, deliveries: readonly DeliveryDue[]): Promise<AttemptMade[]> {
  const made: AttemptMade[] = []
  for (let at = 0; at < deliveries.length; at += atOnce) {
    const few = deliveries.slice(at, at + atOnce)
    made.push(...(await Promise.all(few.map((due) => attempt(ctx, due)))))
  }
  return made
}

const pumpThat = (work: (ctx: Ctx, endpointId: string, run: JobRun) => Promise<void>) =>
  defineJob({
    name: pumpQueue,
    data: z.object({ sellerId: z.string(), endpointId: z.string(), isWake: z.boolean().optional() }),
    concurrency: 1,
    mode: 'pump',
    deadlineMs: 75_000,
    run: (ctx, { endpointId }, run) => work(ctx, endpointId, run),
  })

/**
 * Pumps with the fault that a kill reveals. `forgets`: says that messages were delivered before it sends them.
 * `repeats`: sends many before it says that any was delivered.
 */
export const carelessPumps = {
  forgets: pumpThat(async (ctx, endpointId, run) => {
    for (;;) {
      await gathered(endpointId, run)
      const deliveries = await run.transact(async (unit) => {
        const taken = await turnDeliveries(unit, { endpointId, made: [], more: batch, isFlying: false })
        await unit.em.execute(
          `UPDATE webhook_message SET status = 'SUCCEEDED', lease_id = NULL, lease_until = NULL
           WHERE seller_id = ? AND lease_id = ?`,
          [unit.actor.sellerId, taken.deliveries[0]?.leaseId ?? 'none'],
        )
        return taken.deliveries
      })
      if (deliveries.length === 0) return
      await send(ctx, deliveries)
    }
  }),
  repeats: pumpThat(async (ctx, endpointId, run) => {
    let made: AttemptMade[] = []
    for (;;) {
      if (made.length === 0) await gathered(endpointId, run)
      const turn = { endpointId, made, more: batch, isFlying: false }
      const { deliveries } = await run.transact((unit) => turnDeliveries(unit, turn))
      if (deliveries.length === 0 && made.length === 0) return
      made = await send(ctx, deliveries)
    }
  }),
}
