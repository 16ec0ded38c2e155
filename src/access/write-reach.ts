import { refuse } from '../platform/errors.ts'
import type { Actor } from './actor.ts'

/** True when the actor may write rows of that seller. Reading reaches further: down to the sellers below. */
export function mayWrite(actor: Actor, sellerId: string): boolean {
  return actor.writableSellers.includes(sellerId)
}

/**
 * Refuses to change a row that the caller reads but does not own (OUT_OF_REACH). Every verb that changes an existing
 * row asks this; row-level security asks the same again.
 */
export function inWriteReach(ctx: { actor: Actor }, row: { sellerId: string }, path: string[] = []): void {
  if (mayWrite(ctx.actor, row.sellerId)) return
  throw refuse('OUT_OF_REACH', 'This belongs to another reseller. You may read it, not change it.', path)
}
