import { expect, test } from 'vitest'
import { whyHidden, type OfferFacts } from '../../src/catalog/why-hidden.rules.ts'

const orderable: OfferFacts = {
  productStatus: 'PUBLISHED',
  offerStatus: 'ON_SALE',
  buyerProblems: [],
  currency: 'EUR',
  hasPrice: true,
  priceBegins: null,
  priceEnded: null,
}
const tomorrow = new Date('2027-02-01T00:00:00Z')
const lastYear = new Date('2026-12-31T00:00:00Z')

test.each<[what: string, facts: Partial<OfferFacts>, codes: string[]]>([
  ['what can be ordered has no reason', {}, []],
  ['a product at the end of its sale', { productStatus: 'END_OF_SALE' }, ['PRODUCT_END_OF_SALE']],
  ['an unpublished product', { productStatus: 'UNPUBLISHED' }, ['PRODUCT_UNPUBLISHED']],
  ['an offer at the end of its sale', { offerStatus: 'END_OF_SALE' }, ['OFFER_END_OF_SALE']],
  ['no price at all', { hasPrice: false }, ['NO_PRICE_IN_CURRENCY']],
  ['a price from tomorrow on', { hasPrice: false, priceBegins: tomorrow }, ['PRICE_NOT_YET_VALID']],
  ['a price that has ended', { hasPrice: false, priceEnded: lastYear }, ['PRICE_ENDED']],
  [
    'a price that has ended and comes again',
    { hasPrice: false, priceBegins: tomorrow, priceEnded: lastYear },
    ['PRICE_NOT_YET_VALID'],
  ],
  [
    'every reason is told, not the first alone',
    {
      offerStatus: 'END_OF_SALE',
      buyerProblems: ['ORGANIZATION_ON_HOLD', 'ACCOUNT_CREDIT_HOLD'],
      hasPrice: false,
    },
    ['OFFER_END_OF_SALE', 'ORGANIZATION_ON_HOLD', 'ACCOUNT_CREDIT_HOLD', 'NO_PRICE_IN_CURRENCY'],
  ],
])('%s', (_, facts, codes) => {
  expect(whyHidden({ ...orderable, ...facts }).map(({ code }) => code)).toEqual(codes)
})

test('the sentence names the day and the currency', () => {
  expect(whyHidden({ ...orderable, hasPrice: false, priceBegins: tomorrow })).toEqual([
    { code: 'PRICE_NOT_YET_VALID', message: 'Its price in EUR begins on 2027-02-01.' },
  ])
})
