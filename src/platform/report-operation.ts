import type { EntityManager } from './database.ts'

/** What a process reports of its own work: counts and codes, nothing of a tenant. */
export interface OperationReport {
  kind: string
  at: Date
  outcome: object
  /** How many of the kind are kept, this one included. */
  keep: number
}

/** Keeps a report where every process finds it. Lost in a crash, the next one stands for it. */
export async function reportOperation(root: EntityManager, report: OperationReport): Promise<void> {
  const { kind, at, outcome, keep } = report
  await root
    .fork()
    .execute('SELECT gate.report_operation(?, ?, ?::jsonb, ?)', [kind, at, JSON.stringify(outcome), keep])
}
