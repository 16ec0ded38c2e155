import type { JobParts } from './parts.ts'

/**
 * Runs `work` as the only suspect of its queue in all processes; answers null, and runs nothing, while another one has
 * the lane. The lane is a lease that is renewed while the work runs: whoever dies or stands still loses it by time, and
 * what such a one still commits is fenced by its start.
 */
export async function inSuspectLane<T>(
  parts: Pick<JobParts, 'root' | 'log'>,
  lane: { queue: string; runId: string; leaseMs: number },
  work: () => Promise<T>,
): Promise<T | null> {
  const take = async () => {
    const sql = 'SELECT gate.take_job_lane(?, ?, ?) AS taken'
    const [row] = await parts.root
      .fork()
      .execute<Array<{ taken: boolean }>>(sql, [lane.queue, lane.runId, lane.leaseMs])
    return row?.taken === true
  }
  if (!(await take())) return null
  const renewal = setInterval(() => {
    take().catch((error: unknown) => parts.log.warn({ err: error, ...lane }, 'suspect lane not renewed'))
  }, lane.leaseMs / 3)
  renewal.unref()
  try {
    return await work()
  } finally {
    clearInterval(renewal)
    // A lane that cannot be left now is left by time.
    await parts.root
      .fork()
      .execute('SELECT gate.leave_job_lane(?, ?)', [lane.queue, lane.runId])
      .catch((error: unknown) => parts.log.warn({ err: error, ...lane }, 'suspect lane not left'))
  }
}
