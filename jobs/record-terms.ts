import { z } from 'zod'
import { sealEvidence } from '../src/terms/seal-evidence.ts'
import { defineJob } from './job.ts'

/** Seals the evidence of an order's accepted terms; runs beside the order's way and never holds it up. */
export const recordTermsJob = defineJob({
  name: 'terms-record',
  data: z.object({ sellerId: z.string(), subjectId: z.string() }),
  concurrency: 4,
  maxStarts: 8,
  mode: 'once',
  run: async (ctx, { subjectId }) => void (await sealEvidence(ctx, subjectId)),
})
