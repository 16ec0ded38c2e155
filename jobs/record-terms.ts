import { sealEvidence } from '../src/terms/seal-evidence.ts'
import { defineJob } from './job.ts'
import { effectOn, orderJobData } from './order-job.ts'

/**
 * Seals the evidence of an order's accepted terms; runs beside the order's way and never holds it up. Added without an
 * event, by the reconciler, `sealed_at` under the lock of the chain is its fence.
 */
export const recordTermsJob = defineJob({
  name: 'terms-record',
  data: orderJobData,
  concurrency: 4,
  mode: 'once',
  effect: effectOn('terms-record'),
  run: async (ctx, { subjectId }) => void (await sealEvidence(ctx, subjectId)),
})
