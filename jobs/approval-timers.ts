import { z } from 'zod'
import { runApprovalTimers } from '../src/orders/run-approval-timers.ts'
import { defineJob } from './job.ts'
import { timerQueue } from './timer-job.ts'

/**
 * Does what is due on an approval request. Whichever of its timers woke it, it reads under the locks what is due by
 * now: a timer that is stale, or that another job was faster with, finds nothing.
 */
export const approvalTimersJob = defineJob({
  name: timerQueue,
  data: z.object({
    sellerId: z.string(),
    /** The approval request. */
    subjectId: z.string(),
  }),
  concurrency: 4,
  mode: 'once',
  run: (ctx, { subjectId }) => runApprovalTimers(ctx, subjectId),
})
