import type { Actor } from '../access/actor.ts'

/**
 * The sellers whose price lists count for a buyer, nearest first: its own seller, then those above it.
 * `lineage` is the `path` of the buyer's organization (root first); without it, the actor's own line counts.
 * Sellers out of the actor's sight are left out.
 */
export function priceSellers(
  actor: Pick<Actor, 'sellerId' | 'readableSellers' | 'ancestorSellers'>,
  lineage?: readonly string[],
): string[] {
  const visible = new Set([...actor.readableSellers, ...actor.ancestorSellers])
  const rootFirst = lineage ?? [...actor.ancestorSellers, actor.sellerId]
  return rootFirst.toReversed().filter((seller) => visible.has(seller))
}
