import { z } from 'zod'
import { issueOrderNumbers } from '../src/orders/issue-order-numbers.ts'
import { defineJob } from './job.ts'

/**
 * A wake: numbers every submitted order of one seller that has no number yet, in one batch. The lock of the series is
 * its fence. Its worker's successor starts within seconds: the lock in the queue is short.
 */
export const issueOrderNumbersJob = defineJob({
  name: 'order-number',
  data: z.object({ sellerId: z.string() }),
  concurrency: 4,
  mode: 'wake',
  lockMs: 3000,
  run: async (ctx) => void (await issueOrderNumbers(ctx)),
})
