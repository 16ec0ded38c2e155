import type { Json } from './api-client.ts'
import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

/** A promotion for the buyer alone that says everything a promotion can say. */
export async function addPromotion({ admin, app, buyer, offer }: ProbeWorld): Promise<string> {
  const [product] = await app.sql<{ id: string; vendor_id: string }>(
    'SELECT p.id, p.vendor_id FROM product p JOIN offer o ON o.product_id = p.id WHERE o.id = $1',
    [offer.id],
  )
  const input = {
    code: `P-${key()}`,
    name: `Q-${mark}`,
    percentOff: '12.5',
    components: ['RECURRING', 'SETUP'],
    billingPeriods: 3,
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2036-01-01T00:00:00.000Z',
    offerIds: [offer.id],
    productIds: [product?.id],
    vendorIds: [product?.vendor_id],
    organizationId: buyer.id,
    newCustomersOnly: false,
    maxRedemptions: 100,
    maxRedemptionsPerCustomer: 50,
    idempotencyKey: key(),
  }
  const { promotion } = await admin.done('promotionCreate', input, 'promotion { id }')
  return promotion.id as string
}

/** Another one for the buyer, off the setup fee. */
export const promotionFor = (buyer: Json): Json => ({
  code: `C-${key()}`,
  name: `L-${mark}`,
  percentOff: '7.5',
  components: ['SETUP'],
  organizationId: buyer.id,
  idempotencyKey: key(),
})
