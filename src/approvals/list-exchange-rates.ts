import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ExchangeRate } from './exchange-rate.entity.ts'

/** The exchange rates of the caller's own seller, by currency. */
export async function listExchangeRates(ctx: Ctx): Promise<ExchangeRate[]> {
  allow(ctx, 'APPROVAL_POLICY_READ')
  return ctx.em.find(ExchangeRate, { sellerId: ctx.actor.sellerId }, { orderBy: { currency: 'asc' } })
}
