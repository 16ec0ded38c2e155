import { z } from 'zod'
import { defineEvent } from '../events/event.ts'

const job = z.object({
  id: z.string(),
  queue: z.string(),
  name: z.string(),
  subjectId: z.string().nullable(),
  starts: z.int(),
})

const exampleJob = {
  id: 'job_06f3k8z0000000000000000021',
  queue: 'approval-routing',
  name: 'approval-routing',
  subjectId: 'ord_06f3k8z0000000000000000001',
  starts: 3,
}

export const jobDeadLettered = defineEvent({
  type: 'job.dead_lettered',
  subjectType: 'job',
  since: '0.1',
  description:
    'A background job was given up: what it should do about `subjectId` does not happen until somebody retries it with `jobDeadLetterRetry`. `error` says why, in one line.',
  schema: z.object({ job, error: z.string() }),
  example: { job: exampleJob, error: 'APPROVER_MISSING: Nobody may decide about this order.' },
  offeredToWebhooks: true,
})

export const jobDeadLetterRetried = defineEvent({
  type: 'job.dead_letter_retried',
  subjectType: 'job',
  since: '0.1',
  description:
    'Somebody asked for a job that was given up to be done after all; `runId` and `data` are what it is added with.',
  schema: z.object({ job, retry: z.int(), runId: z.string(), data: z.record(z.string(), z.unknown()) }),
  example: {
    job: { ...exampleJob, starts: 0 },
    retry: 1,
    runId: 'evt_06f3k8z0000000000000000022.approval-routing',
    data: { sellerId: 'org_06f3k8z0000000000000000003', subjectId: 'ord_06f3k8z0000000000000000001' },
  },
  offeredToWebhooks: false,
})

/** Every event about dead letters. */
export const deadLetterEvents = [jobDeadLettered, jobDeadLetterRetried]
