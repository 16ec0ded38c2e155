import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { Offer } from '../catalog/offer.entity.ts'
import { Product } from '../catalog/product.entity.ts'
import { Vendor } from '../catalog/vendor.entity.ts'
import { idempotent } from '../events/idempotent.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { load } from '../platform/load.ts'
import { decimal } from '../platform/money.ts'
import { findPromotion } from './find-promotion.ts'
import { Promotion } from './promotion.entity.ts'
import { promotionCreated } from './promotion.events.ts'
import type { PromotionCreateInput } from './promotion.inputs.ts'
import { codeKeyOf, promotionProblems } from './promotion.rules.ts'
import { recordPromotionEvent } from './record-promotion-event.ts'

const mostTargets = 500

/** Refuses what is not in the catalog, and more than can be named at once. */
async function targetProblems(ctx: Ctx, input: PromotionCreateInput): Promise<Problem[]> {
  const targets: Array<['offerIds' | 'productIds' | 'vendorIds', new () => { id: string }, string]> = [
    ['offerIds', Offer, 'offer'],
    ['productIds', Product, 'product'],
    ['vendorIds', Vendor, 'vendor'],
  ]
  const found = await Promise.all(
    targets.map(async ([field, entity, what]): Promise<Problem[]> => {
      const ids = [...new Set(input[field] ?? [])]
      if (ids.length > mostTargets)
        return [{ code: 'TOO_MANY', message: `Name at most ${mostTargets}.`, path: [field] }]
      const known = await Promise.all(ids.map((id) => load(ctx, entity, id)))
      return ids.flatMap((_, index) => (known[index] ? [] : notFound(what, [field, String(index)]).problems))
    }),
  )
  return found.flat()
}

/** Refuses a customer that is not the seller's own. */
async function requireCustomer(ctx: Ctx, organizationId: string | null | undefined): Promise<void> {
  if (!organizationId) return
  const customer = await load(ctx, Organization, organizationId)
  if (customer?.kind !== 'CUSTOMER') throw notFound('customer of yours', ['organizationId'])
  inWriteReach(ctx, customer, ['organizationId'])
}

async function addPromotion(ctx: Ctx, input: PromotionCreateInput): Promise<Promotion> {
  const now = ctx.clock.now()
  const validFrom = input.validFrom ?? now
  refuseAll([
    ...promotionProblems(Object.assign({}, input, { validFrom })),
    ...(await targetProblems(ctx, input)),
  ])
  await requireCustomer(ctx, input.organizationId)
  const { components, billingPeriods, validTo, organizationId, maxRedemptions } = input
  const code = input.code.trim()
  const promotion = Object.assign(new Promotion(), {
    id: ctx.ids.next('prm'),
    sellerId: ctx.actor.sellerId,
    code,
    codeKey: codeKeyOf(code),
    name: input.name.trim(),
    percentOff: decimal(input.percentOff).toFixed(),
    components,
    billingPeriods: billingPeriods ?? null,
    validFrom,
    validTo: validTo ?? null,
    offerIds: [...new Set(input.offerIds ?? [])],
    productIds: [...new Set(input.productIds ?? [])],
    vendorIds: [...new Set(input.vendorIds ?? [])],
    organizationId: organizationId ?? null,
    newCustomersOnly: input.newCustomersOnly ?? false,
    maxRedemptions: maxRedemptions ?? null,
    maxRedemptionsPerCustomer: input.maxRedemptionsPerCustomer ?? null,
    createdAt: now,
  })
  ctx.em.persist(promotion)
  recordPromotionEvent(ctx, promotionCreated, { promotion, data: {} })
  await flushUnique(ctx.em, {
    promotion_code_of_seller: () =>
      refuse('CODE_TAKEN', 'You have a promotion with this code, if archived. Use another code.', ['code']),
  })
  return promotion
}

/**
 * Makes a promotion of the caller's seller; it counts for orders of that seller's customers alone. Records
 * `promotion.created`. Refuses CODE_INVALID, CODE_TAKEN, TEXT_LENGTH, PERCENT_INVALID, COMPONENTS_INVALID,
 * PERIODS_INVALID, VALIDITY_INVALID, LIMIT_INVALID, TOO_MANY, and NOT_FOUND for what is not in the catalog or a customer
 * that is not the seller's own.
 */
export async function createPromotion(ctx: Ctx, input: PromotionCreateInput): Promise<Promotion> {
  allow(ctx, 'PRICE_WRITE')
  return idempotent(
    ctx,
    { operation: 'promotionCreate', input },
    {
      work: () => addPromotion(ctx, input),
      replay: async (id) => {
        const made = await findPromotion(ctx, id)
        if (!made) throw notFound('promotion')
        return made
      },
    },
  )
}
