import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import type { Promotion } from './promotion.entity.ts'
import type { PromotionSnapshot } from './promotion.events.ts'

function snapshotOf(promotion: Promotion): PromotionSnapshot {
  const { id, code, name, status, percentOff, components, billingPeriods, validFrom, validTo } = promotion
  const { offerIds, productIds, vendorIds, organizationId, newCustomersOnly } = promotion
  const { maxRedemptions, maxRedemptionsPerCustomer, version } = promotion
  return {
    id,
    code,
    name,
    status,
    percentOff,
    components,
    billingPeriods,
    validFrom: validFrom.toISOString(),
    validTo: validTo?.toISOString() ?? null,
    offerIds,
    productIds,
    vendorIds,
    organizationId,
    newCustomersOnly,
    maxRedemptions,
    maxRedemptionsPerCustomer,
    version,
  }
}

/** Records an event about a promotion. It belongs to the seller alone: codes are given out, not told to all customers. */
export function recordPromotionEvent<T extends { promotion: PromotionSnapshot }>(
  ctx: Ctx,
  definition: EventDefinition<T>,
  fact: { promotion: Promotion; data: Omit<T, 'promotion'> },
): void {
  const { id, sellerId, version } = fact.promotion
  const subject = { id, sellerId, organizationId: null, version }
  // Together the two parts are all that T holds.
  const data = { ...fact.data, promotion: snapshotOf(fact.promotion) } as unknown as T
  record(ctx, definition, { subject, data })
}
