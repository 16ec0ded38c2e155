import type { Ctx } from './ctx.ts'

interface Row {
  ancestors: string[]
}

/**
 * The sellers above a seller, nearest first. The actor may be an administrator of one of them, at work on a row of
 * the seller below: what counts is the row's seller, never the actor's.
 */
export async function sellersAbove(ctx: Pick<Ctx, 'actor' | 'em'>, sellerId: string): Promise<string[]> {
  if (sellerId === ctx.actor.sellerId) return [...ctx.actor.ancestorSellers].toReversed()
  const [row] = await ctx.em.execute<Row[]>('SELECT (s).ancestors FROM gate.seller_scope(?) AS s', [sellerId])
  return (row?.ancestors ?? []).toReversed()
}
