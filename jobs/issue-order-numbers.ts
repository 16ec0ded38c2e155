import { z } from 'zod'
import { issueOrderNumbers } from '../src/orders/issue-order-numbers.ts'
import { defineJob } from './job.ts'

/** A wake: numbers every submitted order of one seller that has no number yet, in one batch. */
export const issueOrderNumbersJob = defineJob({
  name: 'order-number',
  data: z.object({ sellerId: z.string() }),
  concurrency: 4,
  maxStarts: 8,
  mode: 'wake',
  run: async (ctx) => void (await issueOrderNumbers(ctx)),
})
