import { z } from 'zod'
import { checkQueries } from '../src/webhooks/check-queries.ts'
import { defineJob } from './job.ts'

/** Tells endpoints whose stored query the schema of this release no longer answers. */
export const checkWebhookQueriesJob = defineJob({
  name: 'webhook-queries',
  data: z.object({ sellerId: z.string() }),
  concurrency: 1,
  mode: 'wake',
  async run(ctx, _data, { eventQueries }) {
    const changed = eventQueries ? await checkQueries(ctx, eventQueries) : 0
    if (changed > 0) ctx.log.info({ changed }, 'webhook queries')
  },
})
