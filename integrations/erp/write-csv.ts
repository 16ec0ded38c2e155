import { stringify } from 'csv-stringify/sync'
import { DETAIL_NAMES, type DocumentLine, type OrderDocument } from './order-document.ts'

type Cell = (document: OrderDocument, line: DocumentLine) => string | number | null | undefined

const adjustments = (line: DocumentLine, isCharge: boolean): string =>
  line.adjustments
    .filter((one) => one.isCharge === isCharge)
    .map(({ reason, amount }) => `${reason}: ${amount}`)
    .join('; ')

/** The columns in their order. New ones are added at the end, and none is renamed. Numbers are decimals with a point. */
const COLUMNS: ReadonlyArray<readonly [name: string, cell: Cell]> = [
  ['documentKind', ({ kind }) => kind],
  ['orderNumber', ({ orderNumber }) => orderNumber],
  ['revision', ({ revision }) => revision],
  ['issuedAt', ({ issuedAt }) => issuedAt],
  ['currency', ({ currency }) => currency],
  ['changesOrders', ({ changes }) => changes.join(' ')],
  ['purchaseOrderNumber', (order) => order.purchaseOrderNumber],
  ['costCenter', (order) => order.costCenter],
  ['externalReference', (order) => order.externalReference],
  ['requestedStartDate', (order) => order.requestedStartDate],
  ['paymentTermsDays', (order) => order.paymentTermsDays],
  ['sellerId', ({ seller }) => seller.id],
  ['customerId', ({ buyer }) => buyer.id],
  ['customerName', ({ buyer }) => buyer.name],
  ['accountId', ({ invoicee }) => invoicee.id],
  ['accountName', ({ invoicee }) => invoicee.name],
  ['taxId', ({ invoicee }) => invoicee.taxId],
  ['street', ({ invoicee }) => invoicee.address.line1],
  ['street2', ({ invoicee }) => invoicee.address.line2],
  ['postalCode', ({ invoicee }) => invoicee.address.postalCode],
  ['city', ({ invoicee }) => invoicee.address.city],
  ['region', ({ invoicee }) => invoicee.address.region],
  ['country', ({ invoicee }) => invoicee.address.country],
  ['lineNumber', (_, line) => line.number],
  ['sku', (_, line) => line.sku],
  ['vendorPartNumber', (_, line) => line.vendorPartNumber],
  ['product', (_, line) => line.productName],
  ['offer', (_, line) => line.offerName],
  ['quantity', (_, line) => line.quantity],
  ['unitCode', (_, line) => line.unitCode],
  ['unitPrice', (_, line) => line.unitPrice],
  ['charges', (_, line) => adjustments(line, true)],
  ['allowances', (_, line) => adjustments(line, false)],
  ['net', (_, line) => line.net],
  ['taxCategory', (_, line) => line.taxCategory?.code],
  ['taxPercent', (_, line) => line.taxCategory?.percent],
  ['tax', (_, line) => line.tax],
  ...DETAIL_NAMES.map(
    (name) => [name, (_: OrderDocument, line: DocumentLine) => line.details[name]] as const,
  ),
]

const decimalText = /^-?\d+(\.\d+)?$/
/** What spreadsheets take for a formula, with the wide forms of the same signs. */
const formula = /^[=+\-@\t\r\n＝＋－＠]/

/** A cell that a spreadsheet shows and never runs: a text that looks like a formula begins with an apostrophe. */
function cellText(content: string | number | null | undefined): string {
  const text = String(content ?? '')
  return formula.test(text) && !decimalText.test(text) ? `'${text}` : text
}

/** The order's lines as CSV by RFC 4180, in UTF-8: a header, one row a line, lines ended by CRLF. */
export function writeCsv(document: OrderDocument): string {
  const header = COLUMNS.map(([name]) => name)
  const rows = document.lines.map((line) => COLUMNS.map(([, cell]) => cellText(cell(document, line))))
  return stringify([header, ...rows], { record_delimiter: 'windows' })
}
