import type { ApiClient } from './api-client.ts'
import { key } from './ordering.ts'

/** Everything that can be done to a price list, once. */
export async function changePriceLists(admin: ApiClient, offerId: string): Promise<void> {
  const made = { key: 'audit', name: 'Audit', currency: 'EUR', idempotencyKey: key() }
  const { priceList } = await admin.done('priceListCreate', made, 'priceList { id }')
  const { id: priceListId } = priceList
  await admin.done('priceListUpdate', { priceListId, name: 'Audited' }, 'priceList { id }')
  const prices = [{ offerId, unitPrice: '20.12345678' }]
  await admin.done('priceSet', { priceListId, prices, idempotencyKey: key() }, 'priceList { id }')
}
