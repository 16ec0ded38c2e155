import { ApiClient, type Json } from '../../support/api-client.ts'
import { completeDraft, customer, offerOf, valueFor } from '../../support/ordering.ts'

/** A demo reseller, ready to order: who is signed in, and what an order of it says. */
export interface Shop {
  seller: string
  sellerId: string
  salesToken: string
  adminToken: string
  organizationId: string
  accountId: string
  offerId: string
  values: Array<{ key: string; value: unknown }>
  acceptedVersionIds: string[]
}

const sellers = [
  { seller: 'meridian', buyer: 'Spreebogen' },
  { seller: 'lakeside', buyer: 'Ashgrove' },
  { seller: 'harbor', buyer: 'Ironpetal' },
]

async function openShop(url: string, who: (typeof sellers)[number]): Promise<Shop> {
  const sales = await ApiClient.signIn(url, `sales@${who.seller}.example`)
  const admin = await ApiClient.signIn(url, `admin@${who.seller}.example`)
  const { viewer } = await sales.ask('{ viewer { organization { id } } }')
  const buyer = await customer(sales, who.buyer)
  const offer = await offerOf(sales, '365 business prem')
  const draft = await completeDraft(sales, { customer: buyer, offer })
  const parameters = offer.productInformation.parameters as Json[]
  return {
    seller: who.seller,
    sellerId: viewer.organization.id,
    salesToken: sales.token ?? '',
    adminToken: admin.token ?? '',
    organizationId: buyer.id,
    accountId: buyer.accounts[0].id,
    offerId: offer.id,
    values: parameters.map((parameter) => ({ key: parameter.key, value: valueFor(parameter) })),
    acceptedVersionIds: draft.termsVersionIds,
  }
}

/** The three demo resellers, open for business. */
export async function openShops(url: string): Promise<Shop[]> {
  const shops: Shop[] = []
  for (const who of sellers) shops.push(await openShop(url, who))
  return shops
}
