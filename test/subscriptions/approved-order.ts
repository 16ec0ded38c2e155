import { Order, OrderLine } from '../../src/orders/order.entity.ts'
import { actorOf, type VerbHarness } from '../support/verbs.ts'
import { addSeller } from '../support/seller.ts'

export const admin = actorOf('org_a', ['RESELLER_ADMIN'])

/** A reseller with one customer, one account, and one offer of vendor `northcloud`. */
export async function addMarket(verbs: VerbHarness): Promise<void> {
  await addSeller(verbs, 'org_a')
  await verbs.sql(
    `INSERT INTO organization (id, seller_id, kind, parent_id, path, name, country, currency, time_zone, primary_domain, status, created_at, updated_at)
     VALUES ('org_c', 'org_a', 'CUSTOMER', 'org_a', ARRAY['org_a'], 'Alder & Birch', 'DE', 'EUR', 'Europe/Berlin', 'alderbirch.example', 'ACTIVE', now(), now())`,
  )
  await verbs.sql(
    `INSERT INTO account (id, seller_id, organization_id, name, currency, created_at, updated_at)
     VALUES ('acc_c', 'org_a', 'org_c', 'Main', 'EUR', now(), now())`,
  )
  await verbs.sql(`INSERT INTO vendor (id, key, name) VALUES ('ven_1', 'northcloud', 'Northcloud')`)
  await verbs.sql(`INSERT INTO category (id, key, name) VALUES ('cat_1', 'mail', 'Mail')`)
  await verbs.sql(
    `INSERT INTO product (id, key, vendor_id, category_id, name, summary, description, search_text, created_at, updated_at)
     VALUES ('prd_1', 'mail', 'ven_1', 'cat_1', 'Mail', 'Mail', 'Mail', 'mail', now(), now())`,
  )
  await verbs.sql(
    `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, payment_model, charge_timing, created_at, updated_at)
     VALUES ('ofr_1', 'prd_1', 'MAIL', 'MAIL-1', 'Mail yearly', 'seat', 'RECURRING', 'IN_ADVANCE', now(), now())`,
  )
}

/** What a test says of a line; a word of the sandbox in `tenant` steers the vendor. */
export interface LineWish {
  tenant?: string
  parentLineNumber?: number
  paymentModel?: 'RECURRING' | 'ONE_TIME'
}

function itemOf({ paymentModel = 'RECURRING' }: LineWish): OrderLine['item'] {
  const recurs = paymentModel === 'RECURRING'
  return {
    productId: 'prd_1',
    productName: 'Mail',
    vendorId: 'ven_1',
    vendorKey: 'northcloud',
    vendorName: 'Northcloud',
    offerName: 'Mail yearly',
    skuCode: 'MAIL',
    vendorPartNumber: 'MAIL-1',
    unitOfMeasure: 'seat',
    paymentModel,
    chargeTiming: 'IN_ADVANCE',
    commitmentTerm: recurs ? 'P1Y' : null,
    billingPeriod: recurs ? 'P1M' : null,
    minQuantity: '1',
    maxQuantity: null,
    quantityStep: '1',
    addOnOf: [],
    excludes: [],
    parameters: [],
  }
}

let made = 0

/** An approved, numbered order with these lines, as `order.approved` leaves it. */
export async function addApprovedOrder(verbs: VerbHarness, wishes: LineWish[], now: Date): Promise<string> {
  made += 1
  const id = `ord_${made}`
  const rows = { sellerId: 'org_a', organizationId: 'org_c', createdAt: now, updatedAt: now }
  await verbs.run(admin, async (ctx) => {
    const order = Object.assign(new Order(), rows, {
      id,
      accountId: 'acc_c',
      requestedById: 'usr_test',
      status: 'APPROVED',
      currency: 'EUR',
      orderNumber: `SO-${made}`,
      submittedAt: now,
      placedAt: now,
      parties: {
        seller: { id: 'org_a', name: 'Reseller' },
        organization: { id: 'org_c', name: 'Alder & Birch' },
        account: { id: 'acc_c', name: 'Main' },
        requestedBy: { id: 'usr_test', name: 'Tess Tester', email: null, kind: 'USER' },
      },
    })
    wishes.forEach((wish, index) =>
      order.lines.add(
        Object.assign(new OrderLine(), rows, {
          id: `oln_${made}_${index + 1}`,
          lineNumber: index + 1,
          parentLineNumber: wish.parentLineNumber ?? null,
          offerId: 'ofr_1',
          quantity: '25',
          currency: 'EUR',
          unitPrice: '11.7',
          setupFee: '0',
          lineTotalMinor: 29250n,
          priceValidUntil: now,
          item: itemOf(wish),
          itemsRevision: 1,
          provisioningAnswers: { tenantDomain: wish.tenant ?? 'alderbirch' },
        }),
      ),
    )
    ctx.em.persist(order)
  })
  return id
}
