import type {
  DocumentAdjustment,
  DocumentLine,
  DocumentTaxCategory,
  OrderDocument,
} from './order-document.ts'
import { group, value, type MaybeElement } from './xml-element.ts'

/** UNCL 1229: what becomes of the line of an order that is changed. */
const LINE_STATUS: Readonly<Record<DocumentLine['action'], string>> = {
  ADD: '1',
  CANCEL: '2',
  CHANGE_QUANTITY: '3',
  SWITCH_PLAN: '3',
  CHANGE_RENEWAL: '3',
}

function adjustment(
  { isCharge, code, reason, amount }: DocumentAdjustment,
  currencyID: string,
): MaybeElement {
  return group(
    'AllowanceCharge',
    value('ChargeIndicator', String(isCharge)),
    value('AllowanceChargeReasonCode', code),
    value('AllowanceChargeReason', reason),
    value('Amount', amount, { currencyID }),
  )
}

function price({ price: { amount, per }, unitCode }: DocumentLine, currencyID: string): MaybeElement {
  return group(
    'Price',
    value('PriceAmount', amount, { currencyID }),
    per === '1' ? null : value('BaseQuantity', per, { unitCode }),
  )
}

function taxCategory(category: DocumentTaxCategory | null): MaybeElement {
  return (
    category &&
    group(
      'ClassifiedTaxCategory',
      value('ID', category.code),
      value('Percent', category.percent),
      group('TaxScheme', value('ID', 'VAT')),
    )
  )
}

const property = (name: string, text: string): MaybeElement =>
  group('AdditionalItemProperty', value('Name', name), value('Value', text))

function properties({ price, unitPrice, details, provisioning }: DocumentLine): MaybeElement[] {
  return [
    price.amount === unitPrice ? null : property('unitPrice', unitPrice),
    ...Object.entries(details).map(([name, text]) => property(name, text)),
    ...Object.entries(provisioning).map(([key, text]) => property(`provisioning.${key}`, text)),
  ]
}

/** One line, as UBL's OrderLine. */
export function ublLine(line: DocumentLine, { kind, revision, currency }: OrderDocument): MaybeElement {
  // A revision replaces lines that the receiver has already.
  const status = revision > 1 && line.action === 'ADD' ? '3' : LINE_STATUS[line.action]
  const { unitCode } = line
  return group(
    'OrderLine',
    group(
      'LineItem',
      value('ID', String(line.number)),
      kind === 'CHANGE' ? value('LineStatusCode', status) : null,
      value('Quantity', line.quantity, { unitCode }),
      value('LineExtensionAmount', line.net, { currencyID: currency }),
      line.adjustments.map((one) => adjustment(one, currency)),
      price(line, currency),
      group(
        'Item',
        value('Description', line.offerName),
        value('Name', line.productName),
        group('SellersItemIdentification', value('ID', line.sku)),
        group('ManufacturersItemIdentification', value('ID', line.vendorPartNumber)),
        taxCategory(line.taxCategory),
        properties(line),
      ),
    ),
  )
}
