import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { findPriceList } from './find-price-list.ts'
import { PriceList } from './price-list.entity.ts'
import { priceListCreated } from './price-list.events.ts'
import type { PriceListCreateInput } from './price-list.inputs.ts'
import { percentProblem } from './price-problems.rules.ts'
import { recordPriceListEvent } from './record-price-list-event.ts'

function problemsOf(ctx: Ctx, input: PriceListCreateInput): Problem[] {
  const { key, name, validFrom, validTo } = input
  const text = (value: string, field: string, most: number): Problem[] => {
    const length = value.trim().length
    if (length > 0 && length <= most) return []
    return [{ code: 'TEXT_LENGTH', message: `Use 1 to ${most} characters.`, path: [field] }]
  }
  const percent = percentProblem(input.basis, input.percent ?? null, ['percent'])
  const begins = validFrom ?? ctx.clock.now()
  return [
    ...text(key, 'key', 80),
    ...text(name, 'name', 200),
    ...(percent ? [percent] : []),
    ...(validTo && validTo <= begins
      ? [{ code: 'VALIDITY_INVALID', message: 'Let it end after it begins.', path: ['validTo'] }]
      : []),
  ]
}

/** Refuses buyers that are not the seller's own: its customers, and the resellers directly below it. */
async function requireBuyer(ctx: Ctx, { organizationId, resellerId }: PriceListCreateInput): Promise<void> {
  if (organizationId && resellerId)
    throw refuse('BUYER_AMBIGUOUS', 'Name a customer or a reseller, not both.', ['resellerId'])
  const { sellerId } = ctx.actor
  const customer = await load(ctx, Organization, organizationId)
  if (organizationId && customer?.kind !== 'CUSTOMER') throw notFound('customer of yours', ['organizationId'])
  if (customer) inWriteReach(ctx, customer, ['organizationId'])
  const reseller = await load(ctx, Organization, resellerId)
  if (resellerId && (reseller?.kind !== 'RESELLER' || reseller.parentId !== sellerId))
    throw notFound('reseller directly below you', ['resellerId'])
}

async function addPriceList(ctx: Ctx, input: PriceListCreateInput): Promise<PriceList> {
  refuseAll(problemsOf(ctx, input))
  await requireBuyer(ctx, input)
  const { sellerId } = ctx.actor
  const key = input.key.trim()
  if ((await ctx.em.count(PriceList, { sellerId, key })) > 0)
    throw refuse('KEY_TAKEN', 'You have a price list with this key. Use another key.', ['key'])
  const { currency, basis, organizationId, resellerId, percent, validFrom, validTo } = input
  const list = Object.assign(new PriceList(), {
    id: ctx.ids.next('pls'),
    sellerId,
    key,
    name: input.name.trim(),
    currency,
    basis,
    organizationId: organizationId ?? null,
    resellerId: resellerId ?? null,
    percent: percent ?? null,
    validFrom: validFrom ?? null,
    validTo: validTo ?? null,
    createdAt: ctx.clock.now(),
  })
  ctx.em.persist(list)
  recordPriceListEvent(ctx, priceListCreated, { list, data: {} })
  await ctx.em.flush()
  return list
}

/**
 * Makes a price list of the caller's seller, for everybody, one customer or one reseller directly below. Records
 * `price_list.created`. Refuses TEXT_LENGTH, PERCENT_INVALID, PERCENT_UNEXPECTED, VALIDITY_INVALID, BUYER_AMBIGUOUS,
 * KEY_TAKEN, and a buyer that is not the seller's own (NOT_FOUND).
 */
export async function createPriceList(ctx: Ctx, input: PriceListCreateInput): Promise<PriceList> {
  allow(ctx, 'PRICE_WRITE')
  return idempotent(
    ctx,
    { operation: 'priceListCreate', input },
    {
      work: () => addPriceList(ctx, input),
      replay: async (id) => {
        const made = await findPriceList(ctx, id)
        if (!made) throw notFound('price list')
        return made
      },
    },
  )
}
