import type { EntityManager } from './database.ts'

/** A report as it was kept. */
export interface KeptReport<T> {
  at: Date
  outcome: T
}

/** The newest reports of a kind, newest first. `T`: what the one place that reports that kind writes. */
export async function findOperationReports<T>(
  root: EntityManager,
  kind: string,
  limit: number,
): Promise<Array<KeptReport<T>>> {
  const rows = await root
    .fork()
    .execute<Array<{ reported_at: string | Date; outcome: T }>>(
      'SELECT reported_at, outcome FROM gate.operation_reports(?, ?)',
      [kind, limit],
    )
  return rows.map(({ reported_at: at, outcome }) => ({ at: new Date(at), outcome }))
}
