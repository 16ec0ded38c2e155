import { addJobs } from './add-jobs.ts'
import type { JobParts } from './parts.ts'

const atOnce = 500

interface Forgotten {
  job_id: string
  seller_id: string
  queue: string
  data: Record<string, unknown>
}

/**
 * Adds again the jobs that PostgreSQL knows as begun and no queue works on: the queue was wiped, or gave the job up by
 * itself. Each continues its run, with its count of starts. Answers how many.
 */
export async function addForgottenRuns(parts: JobParts): Promise<number> {
  const now = parts.clock.now()
  const forgotten = await parts.root
    .fork()
    .execute<Forgotten[]>('SELECT * FROM gate.forgotten_runs(?, ?)', [now, atOnce])
  await addJobs(
    parts.queues,
    forgotten.map(({ job_id: runId, seller_id: sellerId, queue, data }) => ({
      job: { name: queue },
      data: { ...data, sellerId, runId },
      options: { jobId: `${runId}.again-${now.getTime()}` },
    })),
  )
  return forgotten.length
}
