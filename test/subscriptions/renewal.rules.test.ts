import { describe, expect, it, test } from 'vitest'
import type { RunningTerms } from '../../src/orders/change-price.rules.ts'
import type { QuantityPrice } from '../../src/catalog/tiers.rules.ts'
import {
  decideRenewal,
  isNear,
  nextTerm,
  renewalQuantity,
  renewedTerms,
  type RenewalOffer,
} from '../../src/subscriptions/renewal.rules.ts'

const running = (more: Partial<RunningTerms> = {}): RunningTerms => ({
  quantity: '25',
  unitPrice: '11.7',
  commitmentTerm: 'P1Y',
  billingPeriod: 'P1M',
  paymentModel: 'RECURRING',
  chargeTiming: 'IN_ADVANCE',
  termStartDate: '2026-11-23',
  ...more,
})

describe('the next term', () => {
  /** Began, length, renews on, another length; then: length, counted from, from, to. */
  test.each<[string, string, string]>([
    ['of a year', '2026-11-23 P1Y 2027-11-23', 'P1Y 2026-11-23 2027-11-23 2028-11-23'],
    ['after many', '2026-11-23 P1Y 2031-11-23', 'P1Y 2026-11-23 2031-11-23 2032-11-23'],
    // The 31st: the last day of a shorter month, and the 31st again where there is one.
    ['of a month', '2027-01-31 P1M 2027-02-28', 'P1M 2027-01-31 2027-02-28 2027-03-31'],
    ['of the 31st', '2027-01-31 P1M 2027-03-31', 'P1M 2027-01-31 2027-03-31 2027-04-30'],
    ['in a leap year', '2028-01-31 P1M 2028-02-29', 'P1M 2028-01-31 2028-02-29 2028-03-31'],
    // 29 February: the 28th in common years, the 29th again in the next leap year.
    ['of a leap day', '2028-02-29 P1Y 2029-02-28', 'P1Y 2028-02-29 2029-02-28 2030-02-28'],
    ['to a leap day', '2028-02-29 P1Y 2031-02-28', 'P1Y 2028-02-29 2031-02-28 2032-02-29'],
    // Another length begins on the day of the renewal.
    ['made longer', '2026-11-23 P1Y 2027-11-23 P3Y', 'P3Y 2027-11-23 2027-11-23 2030-11-23'],
    ['made shorter', '2026-11-30 P3Y 2029-11-30 P1M', 'P1M 2029-11-30 2029-11-30 2029-12-30'],
    ['set as it is', '2026-11-23 P1Y 2027-11-23 P1Y', 'P1Y 2026-11-23 2027-11-23 2028-11-23'],
    // A first term that ended with another subscription: the next ones are whole, from that day.
    ['after a short first one', '2026-11-23 P1Y 2027-06-30', 'P1Y 2027-06-30 2027-06-30 2028-06-30'],
  ])('%s', (_, given, expected) => {
    const [termStartDate = '', commitmentTerm = '', commitmentEndDate = '', renewalTerm = null] =
      given.split(' ')
    const terms = running({ termStartDate, commitmentTerm })
    const next = nextTerm({ terms, commitmentEndDate, renewalTerm, renewalQuantity: null })
    expect(next && `${next.commitmentTerm} ${next.anchor} ${next.start} ${next.end}`).toBe(expected)
  })

  it('is none where nothing was committed', () => {
    const terms = running({ commitmentTerm: null })
    const settings = { terms, commitmentEndDate: '2027-11-23', renewalTerm: null, renewalQuantity: null }
    expect(nextTerm(settings)).toBeNull()
  })

  test.each([
    [null, '25'],
    ['20', '20'],
    ['20.50000000', '20.5'],
  ])('with a renewal quantity of %s has %s units', (wanted, quantity) => {
    const settings = { terms: running(), commitmentEndDate: '2027-11-23', renewalTerm: null }
    expect(renewalQuantity({ ...settings, renewalQuantity: wanted })).toBe(quantity)
  })
})

test.each([
  ['2027-10-23', 30, false],
  ['2027-10-24', 30, true],
  ['2027-11-23', 30, true],
  ['2027-12-01', 30, true],
  ['2027-11-22', 0, false],
  ['2027-11-23', 0, true],
])('on %s, a renewal on 2027-11-23 with %i days of notice is near: %s', (today, days, near) => {
  expect(isNear('2027-11-23', today, days)).toBe(near)
})

describe('the price of a renewal', () => {
  const flat = (unitPrice: string): QuantityPrice => ({ model: 'FLAT', tiers: [], unitPrice })
  const tiers = [
    { upTo: '20', unitPrice: '12' },
    { upTo: null, unitPrice: '9' },
  ]
  const volume = { model: 'VOLUME' as const, tiers }
  const offer: RenewalOffer = {
    status: 'ON_SALE',
    isPublished: true,
    range: { min: '1', max: '300', step: '1' },
    price: flat('12.50000000'),
  }
  const usual = { quantity: '25', lastPrice: flat('11.70000000'), isSameOffer: true }
  const another = { isSameOffer: false }
  test.each<[string, RenewalOffer | null, Partial<typeof usual>, unknown]>([
    [
      'is that of the lists',
      offer,
      {},
      { hold: null, unitPrice: '12.5', tieredPrice: null, source: 'PRICE_LIST' },
    ],
    [
      'is that of the lists for another term',
      offer,
      another,
      { hold: null, unitPrice: '12.5', tieredPrice: null, source: 'PRICE_LIST' },
    ],
    [
      'is that of the tier that the quantity falls into, with all tiers',
      { ...offer, price: { ...flat('12'), ...volume } },
      {},
      { hold: null, unitPrice: '9', tieredPrice: volume, source: 'PRICE_LIST' },
    ],
    [
      'is the last one with its tiers at the end of sale',
      { ...offer, status: 'END_OF_SALE' },
      { lastPrice: { ...flat('12'), ...volume } },
      { hold: null, unitPrice: '9', tieredPrice: volume, source: 'LAST_PRICE' },
    ],
    [
      'is nothing without a list',
      { ...offer, price: null },
      {},
      { hold: 'PRICE_MISSING', unitPrice: null, tieredPrice: null, source: null },
    ],
    [
      'is the last one at the end of sale',
      { ...offer, status: 'END_OF_SALE' },
      {},
      { hold: null, unitPrice: '11.7', tieredPrice: null, source: 'LAST_PRICE' },
    ],
    [
      'is the last one when the product is hidden',
      { ...offer, isPublished: false },
      {},
      { hold: null, unitPrice: '11.7', tieredPrice: null, source: 'LAST_PRICE' },
    ],
    [
      'is none for another term at the end of its sale',
      { ...offer, status: 'END_OF_SALE' },
      another,
      { hold: 'TERM_NOT_SOLD', unitPrice: null, tieredPrice: null, source: null },
    ],
    [
      'is none for a term that nobody sells',
      null,
      another,
      { hold: 'TERM_NOT_SOLD', unitPrice: null, tieredPrice: null, source: null },
    ],
    [
      'is none when it was retired',
      { ...offer, status: 'RETIRED' },
      {},
      { hold: 'OFFER_RETIRED', unitPrice: null, tieredPrice: null, source: null },
    ],
    [
      'is none for more than are sold',
      offer,
      { quantity: '301' },
      { hold: 'QUANTITY_NOT_SOLD', unitPrice: null, tieredPrice: null, source: null },
    ],
  ])('%s', (_, given, more, expected) => {
    expect(decideRenewal(given, { ...usual, ...more })).toEqual(expected)
  })
})

describe('a subscription that renews', () => {
  const term = { commitmentTerm: 'P1Y', anchor: '2026-11-30', start: '2027-11-30', end: '2028-11-30' }
  it('is billed again after its period, and may be taken back for seven days', () => {
    expect(renewedTerms(term, running())).toEqual({
      termStartDate: '2026-11-30',
      commitmentEndDate: '2028-11-30',
      nextBillingDate: '2027-12-30',
      windows: [{ until: '2027-12-07', floor: '0' }],
    })
  })
  it('is billed for the whole term where that is paid upfront, and never where nothing recurs', () => {
    const upfront = running({ chargeTiming: 'UPFRONT_FULL_TERM' })
    expect(renewedTerms(term, upfront).nextBillingDate).toBe('2028-11-30')
    expect(renewedTerms(term, running({ paymentModel: 'FREE' })).nextBillingDate).toBeNull()
  })
})
