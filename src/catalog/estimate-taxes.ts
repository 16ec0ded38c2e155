import type { Ctx } from '../access/ctx.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import { sum, type MoneyValue } from '../platform/money.ts'
import type { Address } from '../organizations/address.view.ts'
import { estimateTax } from './tax.rules.ts'
import type { TaxInformation } from './tax.view.ts'

interface Supply {
  seller: Pick<Organization, 'country'>
  buyer: Pick<Organization, 'country' | 'taxId'>
  billTo: Address | null
  /** The day of supply, `yyyy-mm-dd`. */
  day: string
  currency: string
  /** What falls due at the start, line by line. */
  nets: MoneyValue[]
}

/** The tax on a first invoice, and what it is line by line (null: not calculated). */
export function estimateTaxes(
  ctx: Pick<Ctx, 'taxCalculator'>,
  supply: Supply,
): { tax: TaxInformation; lines: MoneyValue[] | null } {
  const { seller, buyer, billTo, day, nets, currency } = supply
  const calculate = ctx.taxCalculator ?? estimateTax
  const { amounts, treatment, code, rate, note } = calculate({
    sellerCountry: seller.country,
    buyerCountry: billTo?.country ?? buyer.country,
    buyerTaxId: buyer.taxId,
    day,
    nets,
  })
  const amount = amounts && sum(amounts, currency)
  const firstInvoiceGross = amount && sum([...nets, amount], currency)
  return { tax: { treatment, code, rate, note, amount, firstInvoiceGross }, lines: amounts }
}
