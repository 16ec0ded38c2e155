import { z } from 'zod'
import type { Effect } from './job.ts'

/** What a job about an order is told: which, and by which version of it, where an event asked for the job. */
export const orderJobData = z.object({
  sellerId: z.string(),
  /** The order. */
  subjectId: z.string(),
  subjectVersion: z.int().optional(),
})

/** Names the effect that a job has on an order; null where no event asked for it. */
export function effectOn(name: string) {
  return ({ subjectId, subjectVersion }: z.infer<typeof orderJobData>): Effect | null =>
    subjectVersion === undefined ? null : { key: `${name}:${subjectId}`, version: subjectVersion }
}
