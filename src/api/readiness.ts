import type { Queue } from '../platform/queues.ts'
import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'
import { soon } from './soon.ts'

/** What the answers to /readyz depend on. */
export interface ReadinessParts {
  /** Without tenant: only the gate is asked. */
  root: EntityManager
  queues: () => readonly Queue[]
  clock: Clock
  /** True from the signal to stop until the process ends: no new work then. */
  isDraining: () => boolean
}

/** One thing that keeps the process from taking work. */
export interface Unready {
  part: 'process' | 'database' | 'queues' | 'relay'
  reason: string
}

const patienceMs = 1_000
const longestLagSeconds = 60

const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error)) || 'No answer.'

/** Seconds since the oldest event was recorded that nobody has published; 0 when none waits. */
export async function outboxAge({ root, clock }: Pick<ReadinessParts, 'root' | 'clock'>): Promise<number> {
  const sql = 'SELECT gate.oldest_unpublished_age(?) AS age'
  const [row] = await soon(root.fork().execute<Array<{ age: number }>>(sql, [clock.now()]), patienceMs)
  return row?.age ?? 0
}

async function databaseAndRelay(parts: ReadinessParts): Promise<Unready[]> {
  try {
    const age = await outboxAge(parts)
    if (age <= longestLagSeconds) return []
    const reason = `An event has waited ${Math.round(age)} s to be published; ${longestLagSeconds} s is the bound.`
    return [{ part: 'relay', reason }]
  } catch (error) {
    return [{ part: 'database', reason: sentence(error) }]
  }
}

async function queueBackend({ queues }: ReadinessParts): Promise<Unready[]> {
  const [queue] = queues()
  if (!queue) return []
  try {
    await soon(queue.getJobCounts('waiting'), patienceMs)
    return []
  } catch (error) {
    return [{ part: 'queues', reason: sentence(error) }]
  }
}

/** Everything that keeps this process from taking work; empty when it is ready. */
export async function findUnready(parts: ReadinessParts): Promise<Unready[]> {
  if (parts.isDraining()) return [{ part: 'process', reason: 'Stopping: it finishes what it has.' }]
  const found = await Promise.all([databaseAndRelay(parts), queueBackend(parts)])
  return found.flat()
}
