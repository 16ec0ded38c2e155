import type { Ctx } from '../access/ctx.ts'

interface Row {
  creator: string | null
}

/**
 * The person who answers for what an actor asked for: of an API key, who made it; of everybody else, itself. Who lets a
 * program order must not approve what it ordered.
 */
export async function findPersonBehind(ctx: Pick<Ctx, 'em'>, actorId: string): Promise<string> {
  if (!actorId.startsWith('key_')) return actorId
  const [row] = await ctx.em.execute<Row[]>('SELECT gate.api_key_creator(?) AS creator', [actorId])
  return row?.creator ?? actorId
}
