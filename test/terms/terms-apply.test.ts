import { describe, expect, it } from 'vitest'
import { termsApply, type TermsFacts } from '../../src/terms/terms-apply.rules.ts'

const narrowed = (vendorId: string | null, productId: string | null, country: string | null) => ({
  vendorId,
  productId,
  country,
})

const order: TermsFacts = { vendorIds: ['ven_a', 'ven_b'], productIds: ['prd_1', 'prd_2'], country: 'DE' }
const bare: TermsFacts = { vendorIds: ['ven_a'] }

describe('a document', () => {
  it.each([
    ['narrowed to nothing', narrowed(null, null, null), order, true],
    ['narrowed to nothing, of an order of which nothing is known', narrowed(null, null, null), bare, true],
    ['of a vendor in the order', narrowed('ven_b', null, null), order, true],
    ['of another vendor', narrowed('ven_c', null, null), order, false],
    ['of a product in the order', narrowed(null, 'prd_2', null), order, true],
    ['of another product', narrowed(null, 'prd_3', null), order, false],
    ['of a product, when no product is known', narrowed(null, 'prd_1', null), bare, false],
    ["of the customer's country", narrowed(null, null, 'DE'), order, true],
    ['of another country', narrowed(null, null, 'AT'), order, false],
    ['of a country, when none is known', narrowed(null, null, 'DE'), bare, false],
    ['of vendor, product and country, that all fit', narrowed('ven_a', 'prd_1', 'DE'), order, true],
    ['of vendor, product and country, of another country', narrowed('ven_a', 'prd_1', 'AT'), order, false],
    ['of vendor, product and country, of another product', narrowed('ven_a', 'prd_3', 'DE'), order, false],
    ['of vendor, product and country, of another vendor', narrowed('ven_c', 'prd_1', 'DE'), order, false],
  ])('%s', (_, document, facts, expected) => {
    expect(termsApply(document, facts)).toBe(expected)
  })
})
