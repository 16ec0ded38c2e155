import { z } from 'zod'
import { endSubscriptions } from '../src/subscriptions/end-subscriptions.ts'
import { defineJob } from './job.ts'

/** Ends the cloud subscriptions whose last day is over. */
export const endSubscriptionsJob = defineJob({
  name: 'subscription-end',
  data: z.object({ sellerId: z.string() }),
  concurrency: 1,
  mode: 'wake',
  async run(ctx) {
    const ended = await endSubscriptions(ctx)
    if (ended > 0) ctx.log.info({ ended }, 'subscriptions')
  },
})
