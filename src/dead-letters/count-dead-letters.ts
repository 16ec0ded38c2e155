import type { EntityManager } from '../platform/database.ts'

/** How many dead letters of all sellers lie in each queue; queues without any are left out. */
export async function countDeadLetters(
  root: EntityManager,
): Promise<Array<{ queue: string; count: number }>> {
  return root.fork().execute('SELECT queue, count FROM gate.count_dead_letters()')
}
