import { z } from 'zod'
import { expireEndpoints } from '../src/webhooks/expire-endpoints.ts'
import { defineJob } from './job.ts'

/** Disables webhook endpoints whose time is over. */
export const expireWebhooksJob = defineJob({
  name: 'webhook-expiry',
  data: z.object({ sellerId: z.string() }),
  concurrency: 1,
  mode: 'wake',
  async run(ctx) {
    const expired = await expireEndpoints(ctx)
    if (expired > 0) ctx.log.info({ expired }, 'webhook endpoints')
  },
})
