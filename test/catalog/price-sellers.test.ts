import { describe, expect, it } from 'vitest'
import { priceSellers } from '../../src/catalog/price-sellers.rules.ts'

const actor = { sellerId: 'mid', ancestorSellers: ['top'], readableSellers: ['mid', 'low'] }
const cases: Array<[what: string, lineage: string[] | undefined, sellers: string[]]> = [
  ['without a buyer, the own seller and those above', undefined, ['mid', 'top']],
  ['of an own customer', ['top', 'mid', 'customer'], ['mid', 'top']],
  ['of a customer of the seller below', ['top', 'mid', 'low', 'customer'], ['low', 'mid', 'top']],
  ['of a stranger, what is seen of its line', ['top', 'other', 'customer'], ['top']],
]

describe('the sellers whose prices count', () => {
  it.each(cases)('%s, nearest first', (_, lineage, sellers) => {
    expect(priceSellers(actor, lineage)).toEqual(sellers)
  })
})
