import { z } from 'zod'
import { deliverWebhook } from '../integrations/webhooks/deliver.ts'
import { webhookHeaders } from '../integrations/webhooks/sign.ts'
import type { Ctx } from '../src/access/ctx.ts'
import { beginDelivery, type DeliveryDue } from '../src/webhooks/begin-delivery.ts'
import type { DeliveryOutcome } from '../src/webhooks/delivery-port.ts'
import { recordAttempt } from '../src/webhooks/record-attempt.ts'
import type { JobToAdd } from './add-jobs.ts'
import { defineJob } from './job.ts'

const name = 'webhook-delivery'

/** What the next delivery job of a message is made from. */
export interface WaitingMessage {
  id: string
  sellerId: string
  attemptCount: number
  nextAttemptAt: Date | null
}

/** The job for the next attempt of a message. One id per attempt: adding it again changes nothing. */
export function deliveryJobOf(message: WaitingMessage, now: Date): JobToAdd {
  const { id, sellerId, attemptCount, nextAttemptAt } = message
  const delay = Math.max(0, (nextAttemptAt?.getTime() ?? 0) - now.getTime())
  return {
    job: { name },
    data: { sellerId, subjectId: id, attemptsBefore: attemptCount },
    options: { jobId: `${id}.${attemptCount}`, delay },
  }
}

function attempt(ctx: Ctx, due: DeliveryDue): Promise<DeliveryOutcome> {
  const headers = webhookHeaders({
    id: due.webhookId,
    timestamp: ctx.clock.now(),
    body: due.body,
    secrets: due.secrets,
    deliveryId: due.messageId,
    attempt: due.attempt,
    endpointHeaders: due.headers,
  })
  const { url, body, timeoutMs } = due
  const allow = { loopback: ctx.loopbackWebhooks }
  return deliverWebhook({ url, headers, body, timeoutMs, allow }, { now: () => ctx.clock.now() })
}

/**
 * Makes one attempt at a message: leases it, sends outside any transaction, stores what came of it. The lease and the
 * number of attempts under the message's lock are its fence; a receiver sees doubles by `webhook-id`.
 */
export const deliverWebhookJob = defineJob({
  name,
  data: z.object({
    sellerId: z.string(),
    /** The message. */
    subjectId: z.string(),
    attemptsBefore: z.int().optional(),
    eventId: z.string().optional(),
  }),
  concurrency: 16,
  mode: 'conducts',
  async run(ctx, { subjectId, attemptsBefore, eventId }, { transact, enqueue }) {
    const asked = { messageId: subjectId, attemptsBefore, eventId }
    const due = await transact((unit) => beginDelivery(unit, asked))
    if (!due) return
    const at = ctx.clock.now()
    const outcome = await attempt(ctx, due)
    const message = await transact((unit) => recordAttempt(unit, { due, outcome, at }))
    if (message.status === 'RETRYING') await enqueue([deliveryJobOf(message, ctx.clock.now())])
  },
})
