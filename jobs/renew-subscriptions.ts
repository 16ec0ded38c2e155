import { z } from 'zod'
import { renewSubscriptions } from '../src/subscriptions/renew-subscriptions.ts'
import { defineJob } from './job.ts'

/** Tells of renewals that are near, and begins the next terms of the cloud subscriptions whose day has come. */
export const renewSubscriptionsJob = defineJob({
  name: 'subscription-renewal',
  data: z.object({ sellerId: z.string() }),
  concurrency: 1,
  mode: 'wake',
  async run(ctx, _data, { renewalNoticeDays }) {
    const { told, renewed } = await renewSubscriptions(ctx, renewalNoticeDays)
    if (told + renewed > 0) ctx.log.info({ told, renewed }, 'renewals')
  },
})
