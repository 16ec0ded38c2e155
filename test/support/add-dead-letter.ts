import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

/** A job that was given up: the same order's terms would be recorded once more, which changes nothing. */
export async function addDeadLetter({ app, sellerId, ids }: ProbeWorld): Promise<string> {
  const [orderId] = ids['order'] ?? []
  const [row] = await app.sql<{ id: string }>(
    `INSERT INTO job_run (id, job_id, seller_id, queue, name, data, status, starts, crashes, last_error, created_at, updated_at,
       first_failed_at, last_failed_at, retries, retried_at, retried_by)
     VALUES ('job_' || left(md5($1), 26), $1, $2, 'terms-record', 'terms-record',
       jsonb_build_object('sellerId', $2::text, 'subjectId', $3::text), 'DEAD', 3, 0, $4, now(), now(), now(), now(), 1, now(), $5)
     RETURNING id`,
    [key(), sellerId, orderId, `Error: E-${mark}`, `usr-${mark}`],
  )
  return row?.id ?? ''
}
