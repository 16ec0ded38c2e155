import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import {
  approvalOf,
  completeDraft,
  customer,
  key,
  offerOf,
  submit,
  until,
  type Draft,
} from '../support/ordering.ts'

/** The buyer's first account pays in dollars. */
const dollars = (cents: number) => ({ amount: (cents / 100).toFixed(2), currency: 'USD' })
const dayMs = 86_400_000
const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / dayMs
/** The 10th of the month that lies so many months after that of a day. */
const tenth = (day: string, months: number) => {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1 + months, 10)).toISOString().slice(0, 10)
}

describe.each(backends())(
  'an order that ends with something else, at a promotion, on %s queues',
  (backend) => {
    let app: TestApp
    let sales: ApiClient
    let admin: ApiClient
    let buyer: Json
    let offer: Json
    let draft: Draft
    let promotionId: string
    let preview: Json
    /** Today on the seller's calendar, the billing days that follow, and the end. */
    let dates: { today: string; previous: string; next: string; second: string; end: string }

    beforeAll(async () => {
      app = await startApp({ backend, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
      sales = await app.signedIn('sales@meridian.example')
      admin = await app.signedIn('admin@meridian.example')
      buyer = await customer(sales, 'Spreebogen')
      offer = await offerOf(sales, '365 business prem')
    })
    afterAll(() => app.close())

    const estimate = async (coTermDate: string | null): Promise<Json> => {
      const asked = { id: offer.id, organizationId: buyer.id, accountId: buyer.accounts[0].id, coTermDate }
      const found = await sales.ask(
        `query ($id: ID!, $organizationId: ID!, $accountId: ID!, $coTermDate: String) { offer(id: $id) {
        invoiceInformation(quantity: "5", organizationId: $organizationId, accountId: $accountId, coTermDate: $coTermDate) {
          servicePeriodStart firstInvoiceTotal { amount currency } totalContractValue { amount currency }
          recurringAmount { amount currency } prorationFactor nextBillingDate commitmentEndDate } } }`,
        asked,
      )
      return found.offer.invoiceInformation
    }
    const items = (more: Json) => [{ offerId: offer.id, quantity: '5', ...more }]
    const code = 'AUTUMN-25'

    it('begins with a promotion of the seller: a quarter off for two months, for one order', async () => {
      const made = await admin.done(
        'promotionCreate',
        {
          code,
          name: 'Autumn',
          percentOff: '25',
          components: ['RECURRING'],
          billingPeriods: 2,
          maxRedemptions: 1,
          idempotencyKey: key(),
        },
        'promotion { id status redemptions seller { name } }',
      )
      expect(made.promotion).toMatchObject({ status: 'ACTIVE', redemptions: 0 })
      promotionId = made.promotion.id
      const { servicePeriodStart: today } = await estimate(null)
      const before = today.slice(8) < '10' ? 0 : 1
      const [previous, next, second, end] = [before - 1, before, before + 1, before + 4].map((months) =>
        tenth(today, months),
      )
      dates = { today, previous, next, second, end } as typeof dates
    })

    // 5 x 23.10 = 115.50 a month, 86.625 at a quarter off: by the day up to the next 10th, then 86.63, then three months in full.
    it('shows what it costs: the days first, a discounted month, and three whole ones', async () => {
      draft = await completeDraft(sales, { customer: buyer, offer })
      const { orderId } = draft
      const select = (more: Json) =>
        sales.mutate('orderSelectItems', { orderId, items: items(more) }, 'order { version }')
      const refused = await select({ coTermDate: dates.today, promotionCode: 'SPRING' })
      expect(refused.userErrors.map((one: Json) => [one.code, one.path.join('.')])).toEqual([
        ['CO_TERM_INVALID', 'items.0.coTermDate'],
        ['PROMOTION_UNKNOWN', 'items.0.promotionCode'],
      ])
      expect((await select({ coTermDate: dates.end, promotionCode: code.toLowerCase() })).userErrors).toEqual(
        [],
      )
      const saved = await sales.done(
        'orderSetProvisioning',
        { orderId },
        'order { version stages { kind state } lines { coTermDate prorationFactor promotion { code percentOff } } }',
      )
      draft.version = saved.order.version
      expect((saved.order.stages as Json[]).map(({ state }) => state as string)).toEqual(
        Array(4).fill('COMPLETE'),
      )

      const [charged, whole] = [daysBetween(dates.today, dates.next), daysBetween(dates.previous, dates.next)]
      const plain = Math.round((11550 * charged) / whole)
      const less = Math.round((8662.5 * charged) / whole)
      const estimated = await estimate(dates.end)
      expect(estimated).toMatchObject({
        firstInvoiceTotal: dollars(plain),
        totalContractValue: dollars(plain + 4 * 11550),
        nextBillingDate: dates.next,
        commitmentEndDate: dates.end,
      })
      expect(saved.order.lines).toEqual([
        {
          coTermDate: dates.end,
          prorationFactor: estimated.prorationFactor,
          promotion: { code, percentOff: '25' },
        },
      ])
      preview = await previewOf()
      expect(preview).toEqual({
        lineTotal: dollars(11550),
        firstInvoiceTotal: dollars(less),
        firstInvoiceDiscount: dollars(plain - less),
        totalContractValue: dollars(less + 8663 + 3 * 11550),
        contractDiscount: dollars(plain - less + 11550 - 8663),
        monthlyRecurring: dollars(11550),
        recurring: [{ chargePeriod: 'P1M', amount: dollars(8663), amountAfterDiscounts: dollars(11550) }],
        lines: [
          {
            coTermDate: dates.end,
            nextBillingDate: dates.next,
            commitmentEndDate: dates.end,
            prorationFactor: estimated.prorationFactor,
            discount: {
              discountedLineTotal: dollars(8663),
              recurringAmountAfter: dollars(11550),
              endsOn: dates.second,
            },
          },
        ],
      })
    })

    async function previewOf(): Promise<Json> {
      const { order } = await sales.ask(
        `query ($id: ID!) { order(id: $id) { invoicePreview { lineTotal { amount currency } firstInvoiceTotal { amount currency }
        firstInvoiceDiscount { amount currency } totalContractValue { amount currency } contractDiscount { amount currency }
        monthlyRecurring { amount currency } recurring { chargePeriod amount { amount currency } amountAfterDiscounts { amount currency } }
        lines { coTermDate nextBillingDate commitmentEndDate prorationFactor discount { discountedLineTotal { amount currency }
          recurringAmountAfter { amount currency } endsOn } } } } }`,
        { id: draft.orderId },
      )
      return order.invoicePreview
    }

    it('costs the same once it is submitted, approved and delivered, and its subscription ends then', async () => {
      await submit(sales, draft)
      expect(await previewOf()).toEqual(preview)
      const { id: approvalId, version: expectedVersion } = await approvalOf(admin, draft.orderId)
      const decision = { approvalId, expectedVersion, idempotencyKey: key() }
      await admin.done('approvalApprove', decision, 'approval { status }')
      await until(sales, draft.orderId, ({ status }) => status === 'FULFILLED')
      expect(await previewOf()).toEqual(preview)
      const { order } = await sales.ask(
        `query ($id: ID!) { order(id: $id) { status cloudSubscriptions { status quantity commitmentEndDate nextBillingDate
        promotion { code percentOff endsOn } } } }`,
        { id: draft.orderId },
      )
      expect(order).toEqual({
        status: 'FULFILLED',
        cloudSubscriptions: [
          {
            status: 'ACTIVE',
            quantity: '5',
            commitmentEndDate: dates.end,
            nextBillingDate: dates.next,
            promotion: { code, percentOff: '25', endsOn: dates.second },
          },
        ],
      })
    })

    it('has used the promotion up', async () => {
      const { promotion } = await admin.ask('query ($id: ID!) { promotion(id: $id) { redemptions } }', {
        id: promotionId,
      })
      expect(promotion.redemptions).toBe(1)
      const { orderId } = await completeDraft(sales, { customer: buyer, offer })
      const refused = await sales.mutate(
        'orderSelectItems',
        { orderId, items: items({ promotionCode: code }) },
        'order { id }',
      )
      expect(refused.userErrors).toMatchObject([
        { code: 'PROMOTION_EXHAUSTED', path: ['items', '0', 'promotionCode'] },
      ])
    })
  },
)
