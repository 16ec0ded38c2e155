import { z } from 'zod'
import { fanOutEvent } from '../src/webhooks/fan-out-event.ts'
import { deliveryJobOf } from './deliver-webhook.ts'
import { defineJob } from './job.ts'

/** Makes the messages of an event, and starts the delivery of each. One message per endpoint and event is its fence. */
export const fanOutWebhooksJob = defineJob({
  name: 'webhook-fan-out',
  data: z.object({ sellerId: z.string(), eventId: z.string() }),
  concurrency: 4,
  mode: 'conducts',
  async run(ctx, { eventId }, { transact, enqueue }) {
    const messages = await transact((unit) => fanOutEvent(unit, eventId))
    await enqueue(messages.map((message) => deliveryJobOf(message, ctx.clock.now())))
  },
})
