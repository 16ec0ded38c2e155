import { describe, expect, it, test } from 'vitest'
import { estimateTax, standardRate } from '../../src/catalog/tax.rules.ts'

const eur = (amount: string) => ({ amount, currency: 'EUR' })

describe('the tax on a supply', () => {
  test.each([
    ['DE', 'DE', 'DE123', 'DOMESTIC', 'DE-STANDARD', '19', ['19.00', '0.01']],
    ['DE', 'DE', null, 'DOMESTIC', 'DE-STANDARD', '19', ['19.00', '0.01']],
    ['DE', 'FR', 'FR123', 'REVERSE_CHARGE', 'EU-REVERSE-CHARGE', '0', ['0.00', '0.00']],
    ['DE', 'FI', null, 'DESTINATION', 'FI-STANDARD', '25.5', ['25.50', '0.01']],
    ['DE', 'GB', 'GB123', 'OUTSIDE_SCOPE', 'DE-OUTSIDE-SCOPE', '0', ['0.00', '0.00']],
    ['GB', 'DE', 'DE123', 'OUTSIDE_SCOPE', 'GB-OUTSIDE-SCOPE', '0', ['0.00', '0.00']],
    ['US', 'US', null, 'NOT_CALCULATED', null, null, null],
    ['US', 'DE', 'DE123', 'NOT_CALCULATED', null, null, null],
  ])(
    'from %s to %s (tax id %s) is %s',
    (...[sellerCountry, buyerCountry, buyerTaxId, treatment, code, rate, taxes]) => {
      const facts = { sellerCountry, buyerCountry, buyerTaxId, day: '2027-01-31' }
      const estimate = estimateTax({ ...facts, nets: [eur('100.00'), eur('0.05')] })
      expect(estimate).toMatchObject({ treatment, code, rate })
      expect(estimate.amounts?.map(({ amount }) => amount) ?? null).toEqual(taxes)
    },
  )

  it('names the VAT id in the mention of the reverse charge, and says nothing at home', () => {
    const facts = { sellerCountry: 'DE', buyerTaxId: 'FR99', day: '2027-01-31', nets: [eur('1.00')] }
    expect(estimateTax({ ...facts, buyerCountry: 'FR' }).note).toBe(
      'Reverse charge: VAT to be accounted for by the recipient, FR99 (Directive 2006/112/EC, Article 196).',
    )
    expect(estimateTax({ ...facts, buyerCountry: 'DE' }).note).toBeNull()
  })

  // 10 % of 105 yen is 10.5, 25 % of 0.002 dinar 0.0005: a half goes up.
  it('is rounded once for each line, to the digits of its currency', () => {
    const japan = { sellerCountry: 'JP', buyerCountry: 'JP', buyerTaxId: null, day: '2027-01-31' }
    expect(estimateTax({ ...japan, nets: [{ amount: '105', currency: 'JPY' }] }).amounts).toEqual([
      { amount: '11', currency: 'JPY' },
    ])
    const denmark = { ...japan, sellerCountry: 'DK', buyerCountry: 'DK' }
    expect(estimateTax({ ...denmark, nets: [{ amount: '0.002', currency: 'KWD' }] }).amounts).toEqual([
      { amount: '0.001', currency: 'KWD' },
    ])
  })

  test.each([
    ['EE', '2025-06-30', '22'],
    ['EE', '2025-07-01', '24'],
    ['RO', '2025-07-31', '19'],
    ['SK', '2025-01-01', '23'],
    ['EE', '2020-01-01', null],
    ['US', '2027-01-01', null],
  ])('has in %s on %s the standard rate %s', (country, day, rate) => {
    expect(standardRate(country, day)).toBe(rate)
  })
})
