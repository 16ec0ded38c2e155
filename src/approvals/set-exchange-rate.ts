import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { refuse } from '../platform/errors.ts'
import { decimal, parseDecimal } from '../platform/money.ts'
import type { ExchangeRateSetInput } from './approver-groups.inputs.ts'
import { ExchangeRate } from './exchange-rate.entity.ts'
import { exchangeRateSet } from './policies.events.ts'

/**
 * Sets what a currency is worth in the caller's reseller's own. Counts for orders that are routed from now on. Records
 * `exchange_rate.set`. Refuses RATE_INVALID and OWN_CURRENCY.
 */
export async function setExchangeRate(ctx: Ctx, input: ExchangeRateSetInput): Promise<ExchangeRate> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  const { currency, rate } = input
  const { sellerId } = ctx.actor
  const parsed = parseDecimal(rate)
  if (!parsed?.greaterThan(0))
    throw refuse('RATE_INVALID', 'Give a plain decimal above 0, at most 12 digits before the point.', [
      'rate',
    ])
  // Under the seller's lock two first rates of one currency come one after the other.
  const seller = await ctx.em.findOneOrFail(
    Organization,
    { id: sellerId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
  if (seller.currency === currency)
    throw refuse('OWN_CURRENCY', 'Your own currency is worth 1. Name another one.', ['currency'])
  const found = await ctx.em.findOne(ExchangeRate, { sellerId, currency })
  if (found && decimal(found.rate).equals(parsed)) return found
  const set = found ?? Object.assign(new ExchangeRate(), { id: ctx.ids.next('xrt'), sellerId, currency })
  Object.assign(set, { rate, updatedAt: ctx.clock.now() })
  ctx.em.persist(set)
  const { id } = set
  record(ctx, exchangeRateSet, {
    subject: { id, sellerId, organizationId: null, version: 1 },
    data: { exchangeRate: { id, currency, rate } },
  })
  return set
}
