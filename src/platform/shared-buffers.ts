import { totalmem } from 'node:os'

const megabyte = 2 ** 20

/**
 * How much of the database an embedded server keeps in memory of its own: a quarter of what this process may have, as
 * PostgreSQL recommends, from 128 MB up to 2 GB. Memory is taken when it is first used, not at the start.
 */
export function sharedBuffers(memory: number = availableMemory()): string {
  const quarter = Math.floor(memory / 4 / megabyte)
  return `${Math.min(2048, Math.max(128, quarter))}MB`
}

/** Of the machine, or of the container when that has less. */
function availableMemory(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
