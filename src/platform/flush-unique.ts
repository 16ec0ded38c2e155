import { UniqueConstraintViolationException } from '@mikro-orm/core'
import type { EntityManager } from './database.ts'
import type { DomainError } from './errors.ts'

/**
 * Writes what is pending now, and turns the violation of a named unique constraint into a refusal. Asking first would
 * not do: two requests that run at the same time would both hear that the value is free.
 */
export async function flushUnique(
  em: EntityManager,
  refusals: Record<string, () => DomainError>,
): Promise<void> {
  try {
    await em.flush()
  } catch (error) {
    if (!(error instanceof UniqueConstraintViolationException)) throw error
    const { constraint } = error as { constraint?: unknown }
    const refusal = typeof constraint === 'string' ? refusals[constraint] : undefined
    throw refusal?.() ?? error
  }
}
