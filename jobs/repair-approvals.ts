import { z } from 'zod'
import { repairApprovals } from '../src/approvals/repair-approvals.ts'
import { sellersWithLostApprovers } from '../src/approvals/sellers-with-lost-approvers.ts'
import { defineJob } from './job.ts'

/** The job of each of these sellers; while one waits, more of them are one. */
const wake = (sellerId: string) => ({
  job: { name: 'approval-repair' },
  data: { sellerId },
  options: {
    deduplication: { id: `approval-repair.${sellerId}`, keepLastIfActive: true },
    removeOnComplete: true,
  },
})

/**
 * Lets open approvals go on without those who cannot decide any more. An administrator may be asked by the sellers below
 * as well: whichever of them needs it gets a job of its own.
 */
export const repairApprovalsJob = defineJob({
  name: 'approval-repair',
  data: z.object({ sellerId: z.string() }),
  concurrency: 2,
  mode: 'wake',
  async run(ctx, { sellerId }, { enqueue }) {
    const looked = await repairApprovals(ctx)
    if (looked > 0) ctx.log.info({ looked }, 'approvals')
    const below = await sellersWithLostApprovers(ctx, sellerId)
    await enqueue(below.map(wake))
  },
})
