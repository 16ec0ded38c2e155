import type { Ctx } from '../access/ctx.ts'
import { decimal } from '../platform/money.ts'
import type { OfferRow } from './offer-rows.rules.ts'

/** A row with the ids that it has, or will have. */
export interface PlannedOffer {
  offerId: string
  productId: string
  row: OfferRow
  change: 'CREATE' | 'UPDATE' | 'NONE'
}

interface StoredOffer {
  id: string
  product_id: string
  vendor_part_number: string
  sku_code: string
  name: string
  unit_of_measure: string
  min_quantity: string
  max_quantity: string | null
  quantity_step: string
  add_on_of: string[]
  excludes: string[]
  payment_model: string
  charge_timing: string
  commitment_term: string | null
  billing_period: string | null
  status: string
}

/** Holds rows against the offers that exist, by vendor part number. One query. Writes nothing. */
export async function planOffers(
  ctx: Ctx,
  input: { rows: readonly OfferRow[]; productIds: ReadonlyMap<string, string> },
): Promise<PlannedOffer[]> {
  const stored = await ctx.em.execute<StoredOffer[]>(
    `SELECT id, product_id, vendor_part_number, sku_code, name, unit_of_measure, min_quantity::text, max_quantity::text,
       quantity_step::text, add_on_of, excludes, payment_model, charge_timing, commitment_term, billing_period, status
     FROM offer WHERE vendor_part_number = ANY (ARRAY[?]::text[])`,
    [input.rows.map((row) => row.vendorPartNumber)],
  )
  const byNumber = new Map(stored.map((offer) => [offer.vendor_part_number, offer]))
  return input.rows.map((row) => {
    const productId = input.productIds.get(row.productKey) ?? ''
    const known = byNumber.get(row.vendorPartNumber)
    if (!known) return { offerId: ctx.ids.next('off'), productId, row, change: 'CREATE' }
    const isSame = fingerprint(columnsOf(row, productId)) === fingerprint(known)
    return { offerId: known.id, productId, row, change: isSame ? 'NONE' : 'UPDATE' }
  })
}

/** Writes the offers that are new or changed; one statement for all. An offer in the file is on sale. */
export async function saveOffers(ctx: Ctx, planned: readonly PlannedOffer[]): Promise<void> {
  const changed = planned.filter(({ change }) => change !== 'NONE')
  if (changed.length === 0) return
  const rows = changed.map(({ offerId, productId, row }) => ({ id: offerId, ...columnsOf(row, productId) }))
  const now = ctx.clock.now()
  await ctx.em.execute(
    `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, min_quantity,
       max_quantity, quantity_step, add_on_of, excludes, payment_model, charge_timing, commitment_term, billing_period,
       status, created_at, updated_at)
     SELECT fresh.*, ?, ? FROM jsonb_to_recordset(?::jsonb) AS fresh (id text, product_id text, sku_code text,
       vendor_part_number text, name text, unit_of_measure text, min_quantity numeric, max_quantity numeric,
       quantity_step numeric, add_on_of text[], excludes text[], payment_model text, charge_timing text,
       commitment_term text, billing_period text, status text)
     ON CONFLICT (vendor_part_number) DO UPDATE SET product_id = excluded.product_id, sku_code = excluded.sku_code,
       name = excluded.name, unit_of_measure = excluded.unit_of_measure, min_quantity = excluded.min_quantity,
       max_quantity = excluded.max_quantity, quantity_step = excluded.quantity_step, add_on_of = excluded.add_on_of,
       excludes = excluded.excludes, payment_model = excluded.payment_model, charge_timing = excluded.charge_timing,
       commitment_term = excluded.commitment_term, billing_period = excluded.billing_period, status = excluded.status,
       updated_at = excluded.updated_at`,
    [now, now, JSON.stringify(rows)],
  )
}

function columnsOf(row: OfferRow, productId: string): Omit<StoredOffer, 'id'> {
  return {
    product_id: productId,
    sku_code: row.skuCode,
    vendor_part_number: row.vendorPartNumber,
    name: row.name,
    unit_of_measure: row.unitOfMeasure,
    min_quantity: row.minQuantity,
    max_quantity: row.maxQuantity,
    quantity_step: row.quantityStep,
    add_on_of: row.addOnOf,
    excludes: row.excludes,
    payment_model: row.paymentModel,
    charge_timing: row.chargeTiming,
    commitment_term: row.commitmentTerm,
    billing_period: row.billingPeriod,
    status: 'ON_SALE',
  }
}

/** All that a file can say of an offer, as one comparable text. */
function fingerprint(offer: Omit<StoredOffer, 'id'>): string {
  const plain = (value: string | null) => (value === null ? null : decimal(value).toFixed())
  return JSON.stringify([
    offer.product_id,
    offer.sku_code,
    offer.name,
    offer.unit_of_measure,
    plain(offer.min_quantity),
    plain(offer.max_quantity),
    plain(offer.quantity_step),
    offer.add_on_of,
    offer.excludes,
    offer.payment_model,
    offer.charge_timing,
    offer.commitment_term,
    offer.billing_period,
    offer.status,
  ])
}
