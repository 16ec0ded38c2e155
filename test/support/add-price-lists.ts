import type { Json } from './api-client.ts'
import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

/** Price lists of every kind: for everybody, for a customer, for the reseller below. */
export async function addPriceLists({ admin, app, buyer, offer }: ProbeWorld): Promise<void> {
  const [below] = await app.sql<{ id: string }>(`SELECT id FROM organization WHERE name LIKE 'Lakeside%'`)
  const make = async (more: Json): Promise<string> => {
    const input = {
      key: `${key()}-${mark}`,
      name: `P-${mark}`,
      currency: buyer.accounts[0].currency,
      idempotencyKey: key(),
      ...more,
    }
    const { priceList } = await admin.done('priceListCreate', input, 'priceList { id }')
    return priceList.id as string
  }
  const until = { validFrom: '2026-01-01T00:00:00.000Z', validTo: '2036-01-01T00:00:00.000Z' }
  await make({ resellerId: below?.id, basis: 'COST_PLUS', percent: '3' })
  await make({ organizationId: buyer.id, basis: 'LIST_MINUS', percent: '4', ...until })
  const priceListId = await make({ ...until })
  const tiers = [{ upTo: '10', unitPrice: '21' }, { unitPrice: '20' }]
  const usage = { unitOfMeasure: `GB-${mark}`, model: 'VOLUME', tiers, included: '3' }
  const price = { offerId: offer.id, setupFee: '5', model: 'TIERED', tiers, usage }
  const prices = { priceListId, prices: [price], idempotencyKey: key() }
  await admin.done('priceSet', prices, 'priceList { id }')
  const later = { ...prices, validFrom: '2036-01-01T00:00:00.000Z', idempotencyKey: key() }
  await admin.done('priceSet', { ...later, prices: [{ ...price, setupFee: '6' }] }, 'priceList { id }')
  await app.sql(
    `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, percent, valid_from)
     SELECT 'prc_' || substr(l.id, 5), l.seller_id, l.id, $1, l.currency, 4, '2026-01-01' FROM price_list l WHERE l.basis <> 'FIXED'`,
    [offer.id],
  )
}
