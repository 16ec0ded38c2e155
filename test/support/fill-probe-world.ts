import type { Json } from './api-client.ts'
import type { TestApp } from './app.ts'
import { mark } from './owner-secrets.ts'

/** A question that says everything a question can say. */
const everything = {
  key: 'everything',
  label: 'Everything',
  hint: 'All of it',
  type: 'OBJECT',
  scope: 'CUSTOMER',
  phase: 'FULFILLMENT',
  required: false,
  sensitive: true,
  visibleIf: { key: 'tenantKind', equals: 'NEW' },
  capacity: { min: 1, max: 3 },
  fields: [
    {
      key: 'part',
      label: 'Part',
      hint: 'Of it',
      type: 'CHOICE',
      required: false,
      options: [{ value: 'A', label: 'A' }],
      pattern: '^A$',
      minLength: 1,
      maxLength: 9,
      minimum: 1,
      maximum: 9,
      placeholder: 'A',
    },
  ],
  position: 98,
}

/** A question whose answer is kept for the customer, and one of a line that the vendor has asked. */
const lasting = {
  key: 'house',
  label: 'House',
  type: 'TEXT',
  scope: 'CUSTOMER',
  required: false,
  position: 97,
}
const asked = { key: 'rack', label: 'Rack', type: 'TEXT', scope: 'LINE', required: false, position: 96 }

const change = {
  before: {
    offerId: 'off_before',
    offerName: 'Before',
    quantity: '3',
    unitPrice: '21',
    commitmentTerm: 'P1Y',
    billingPeriod: 'P1M',
    paymentModel: 'RECURRING',
    chargeTiming: 'IN_ADVANCE',
    termStartDate: '2026-11-01',
  },
  quantityDelta: '2',
  windowUntil: '2026-11-08',
  reason: `W-${mark}`,
  when: 'END_OF_TERM',
  endDate: '2027-11-01',
  autoRenew: true,
  renewalTerm: 'P1Y',
  renewalQuantity: '4',
}

const tieredPrice = { model: 'TIERED', tiers: [{ upTo: '20', unitPrice: '12.34567891' }] }

const author = JSON.stringify({ id: 'usr_planted', name: `A-${mark}` })

function ofOrders([rich, failed, needs]: readonly string[]): Array<[text: string, values?: Json[]]> {
  return [
    [
      `UPDATE orders SET expires_at = now() + interval '9 days', cloned_from = $2, status_reason = 'reason ${mark}',
         outcome = 'COMPLETE', notes = 'N-${mark}', requested_start_date = '2026-11-01' WHERE id = $1`,
      [rich, failed],
    ],
    [
      `UPDATE order_line SET parent_line_number = 1, provisioning = '{"note": "${mark}"}', change = $2,
         subscription_id = (SELECT min(id) FROM cloud_subscription WHERE order_id = $1), subscription_version = 1,
         item = jsonb_set(item, '{parameters}', (item -> 'parameters') || $3::jsonb) WHERE order_id = $1`,
      [rich, JSON.stringify(change), JSON.stringify([lasting])],
    ],
    [
      `INSERT INTO organization_answer (id, seller_id, organization_id, key, value, order_id, set_by, set_at)
         SELECT 'ans_' || substr(id, 5), seller_id, organization_id, 'house', '"H-${mark}"', id, $2, now() FROM orders WHERE id = $1`,
      [rich, author],
    ],
    [
      `UPDATE order_line SET item = jsonb_set(item, '{parameters}', (item -> 'parameters') || $2::jsonb),
         information_request = jsonb_set(information_request, '{items}', (information_request -> 'items') || $3::jsonb)
         WHERE order_id = $1`,
      [needs, JSON.stringify([asked]), JSON.stringify([{ key: asked.key, message: 'Which?' }])],
    ],
    [
      `UPDATE order_line l SET co_term_date = '2027-02-01', promotion_id = p.id,
         co_term_with_subscription_id = (SELECT min(id) FROM cloud_subscription c WHERE c.seller_id = l.seller_id),
         promotion = jsonb_build_object('id', p.id, 'code', p.code, 'name', p.name, 'percentOff', '12.5',
           'components', p.components, 'billingPeriods', 3, 'validTo', null)
         FROM promotion p WHERE l.order_id = $1 AND p.seller_id = l.seller_id`,
      [failed],
    ],
    [
      `UPDATE terms_acceptance SET agreed_on = '2026-11-01', reference = 'T-${mark}' WHERE order_id = $1`,
      [rich],
    ],
    [
      `UPDATE terms_acceptance SET canonical = replace(canonical, '"', '“') WHERE id = (
         SELECT max(id) FROM terms_acceptance WHERE order_id = $1)`,
      [failed],
    ],
    [
      `UPDATE cloud_subscription SET commitment_end_date = '2027-11-01', next_billing_date = '2026-12-01',
         base_subscription_id = id, renewal_term = 'P1Y', renewal_quantity = 4, cancellation_date = '2036-11-01',
         cancellation_reason = 'Z-${mark}', cancelled_at = now(), promotion = $1, tiered_price = $2`,
      [
        JSON.stringify({
          promotionId: 'prm_planted',
          code: `Y-${mark}`,
          percentOff: '5',
          endsOn: '2027-03-01',
        }),
        JSON.stringify(tieredPrice),
      ],
    ],
    [
      `INSERT INTO cloud_subscription SELECT (jsonb_populate_record(c, jsonb_build_object('id', 'sub_00planted',
           'order_line_id', (SELECT min(id) FROM order_line WHERE order_id = $2)))).*
         FROM cloud_subscription c WHERE c.order_id = $1 LIMIT 1`,
      [rich, failed],
    ],
    // One goes on: its next renewal is held, and the one before was carried out.
    [
      `UPDATE cloud_subscription SET cancellation_date = NULL WHERE id = (
         SELECT max(c.id) FROM cloud_subscription c JOIN orders o USING (seller_id) WHERE o.id = $1)`,
      [rich],
    ],
    [
      `INSERT INTO subscription_renewal (id, seller_id, organization_id, subscription_id, subscription_version, renews_on, status,
         hold, offer_id, offer_name, quantity, currency, unit_price, tiered_price, price_source, commitment_term, term_end_date, before,
         told_at, renewed_at)
       SELECT 'ren_' || left(md5(c.id || told.status), 26), c.seller_id, c.organization_id, c.id, c.version, told.renews_on::date,
         told.status, told.hold, c.offer_id, 'R-${mark}', 4, c.currency, told.price, c.tiered_price, told.source, 'P1Y',
         told.renews_on::date + 365, jsonb_build_object('offerId', c.offer_id, 'offerName', 'R-${mark}', 'quantity', '4',
           'unitPrice', '1.5', 'commitmentTerm', 'P1Y', 'termStartDate', '2025-11-01', 'termEndDate', '2026-11-01'), now(),
         CASE told.status WHEN 'RENEWED' THEN now() END
       FROM cloud_subscription c, (VALUES ('2026-11-01', 'RENEWED', NULL, 1.5, 'PRICE_LIST'),
         ('2027-11-01', 'HELD', 'PRICE_MISSING', NULL, NULL)) told (renews_on, status, hold, price, source)`,
    ],
  ]
}

function ofCatalog({
  offerId,
  accountId,
}: {
  offerId: string
  accountId: string
}): Array<[text: string, values?: Json[]]> {
  return [
    // So that one quantity can be priced of every offer.
    ['UPDATE offer SET min_quantity = 1, quantity_step = 1'],
    [`UPDATE vendor SET website = 'https://vendor.example'`],
    [
      `UPDATE offer SET max_quantity = 500, add_on_of = ARRAY['ADD'], excludes = ARRAY['NOT'] WHERE id = (
         SELECT max(id) FROM offer WHERE id <> $1)`,
      [offerId],
    ],
    [
      `UPDATE offer SET status = 'END_OF_SALE' WHERE id = (SELECT max(o.id) FROM offer o JOIN offer p USING (product_id)
         WHERE p.id = $1 AND o.id <> p.id)`,
      [offerId],
    ],
    [
      `UPDATE terms_document SET country = 'DE', product_id = (SELECT product_id FROM offer WHERE id = $1)
         WHERE seller_id IN (SELECT seller_id FROM account WHERE id = $2)`,
      [offerId, accountId],
    ],
    [
      `UPDATE product SET parameters = parameters || $1::jsonb WHERE parameters @> '[{"maximum": 1000000}]'`,
      [JSON.stringify([everything])],
    ],
  ]
}

/** What no journey leads to, and the catalog's rare columns: written as superuser. The richest order comes first. */
export async function fillProbeWorld(
  app: TestApp,
  owner: { orderIds: readonly string[]; offerId: string; accountId: string },
): Promise<void> {
  // Sealed evidence cannot be changed by anybody but who takes the trigger away.
  await app.sql('ALTER TABLE terms_acceptance DISABLE TRIGGER sealed_evidence_is_final')
  for (const [text, values] of [...ofOrders(owner.orderIds), ...ofCatalog(owner)]) await app.sql(text, values)
  await app.sql('ALTER TABLE terms_acceptance ENABLE TRIGGER sealed_evidence_is_final')
  await app.sql(
    `INSERT INTO account SELECT (jsonb_populate_record(a, jsonb_build_object(
       'id', 'acc_' || substr(organization_id, 5), 'name', 'Held ${mark}', 'status', 'CREDIT_HOLD'))).*
       FROM account a WHERE id = $1`,
    [owner.accountId],
  )
}
