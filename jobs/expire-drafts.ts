import { z } from 'zod'
import { expireDrafts } from '../src/orders/expire-drafts.ts'
import { defineJob } from './job.ts'

/** Announces the end of drafts that nobody touches, and ends them. */
export const expireDraftsJob = defineJob({
  name: 'draft-expiry',
  data: z.object({ sellerId: z.string() }),
  concurrency: 1,
  mode: 'wake',
  async run(ctx, _data, { draftLife }) {
    const { announced, expired } = await expireDrafts(ctx, draftLife)
    if (announced + expired > 0) ctx.log.info({ announced, expired }, 'drafts')
  },
})
