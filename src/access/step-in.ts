import type { Ctx } from './ctx.ts'
import { continueAs } from './fork-for.ts'

/**
 * Lets an administrator decide an approval of a seller below: for the rest of the running transaction both walls let it
 * write rows of that seller. Nothing else opens a seller below for writing; what the transaction then does is the
 * caller's decision alone. Where the actor may not decide for that seller, everything stays as it is.
 */
export async function stepIn(ctx: Ctx, sellerId: string): Promise<Ctx> {
  const { writableSellers, decidableSellers } = ctx.actor
  if (writableSellers.includes(sellerId) || !decidableSellers.includes(sellerId)) return ctx
  return continueAs(ctx, { ...ctx.actor, writableSellers: [...writableSellers, sellerId] })
}
