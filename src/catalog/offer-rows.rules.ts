import { monthsOf } from '../platform/calendar.ts'
import { isCurrency, parseDecimal, QUANTITY_LIMITS, UNIT_PRICE_LIMITS } from '../platform/money.ts'
import { isAllowedCombination, type ChargeTiming, type PaymentModel } from './pricing.rules.ts'

/** What is wrong with one cell of a catalog file. */
export interface RowProblem {
  /** Line in the file, the header being 1. */
  line: number
  /** Name of the column; empty when the whole row is meant. */
  column: string
  code: string
  message: string
}

/** One readable row: an offer and its prices, decimals as plain strings. */
export interface OfferRow {
  line: number
  productKey: string
  skuCode: string
  vendorPartNumber: string
  name: string
  unitOfMeasure: string
  minQuantity: string
  maxQuantity: string | null
  quantityStep: string
  addOnOf: string[]
  excludes: string[]
  paymentModel: PaymentModel
  chargeTiming: ChargeTiming
  commitmentTerm: string | null
  billingPeriod: string | null
  /** One entry per currency of the file; `unitPrice: null` means not sold in it. */
  prices: Array<{ currency: string; unitPrice: string | null; setupFee: string }>
}

/** What a row refers to. */
export interface KnownKeys {
  products: ReadonlySet<string>
  skus: ReadonlySet<string>
}

const requiredColumns = [
  'productKey',
  'skuCode',
  'vendorPartNumber',
  'name',
  'unitOfMeasure',
  'paymentModel',
  'chargeTiming',
]
const optionalColumns = [
  'minQuantity',
  'maxQuantity',
  'quantityStep',
  'addOnOf',
  'excludes',
  'commitmentTerm',
  'billingPeriod',
]
const paymentModels: readonly string[] = ['RECURRING', 'ONE_TIME', 'USAGE', 'TRIAL', 'FREE']
const chargeTimings: readonly string[] = ['IN_ADVANCE', 'IN_ARREARS', 'UPFRONT_FULL_TERM']
const priceColumn = /^(price|setupFee)([A-Z]{3})$/

/** What is wrong with the header: missing, doubled and unknown columns, no price column. */
export function headerProblems(columns: readonly string[]): RowProblem[] {
  const problem = (column: string, code: string, message: string) => ({ line: 1, column, code, message })
  return [
    ...requiredColumns
      .filter((column) => !columns.includes(column))
      .map((column) => problem(column, 'COLUMN_MISSING', `Add the column ${column}.`)),
    ...columns
      .filter((column, index) => columns.indexOf(column) !== index)
      .map((column) => problem(column, 'COLUMN_DOUBLED', `Keep one column ${column}.`)),
    ...unknownColumns(columns).map((column) =>
      problem(column, 'COLUMN_UNKNOWN', `Remove or rename the column "${column}".`),
    ),
    ...(currenciesOf(columns).length === 0
      ? [problem('price', 'COLUMN_MISSING', 'Add a price column such as priceEUR.')]
      : []),
  ]
}

const knownColumns = new Set([...requiredColumns, ...optionalColumns])

/** Columns that mean nothing here. */
export function unknownColumns(columns: readonly string[]): string[] {
  return columns.filter(
    (column) => !knownColumns.has(column) && !isCurrency(priceColumn.exec(column)?.[2] ?? ''),
  )
}

/** The currencies that the file prices, in the order of its columns. */
function currenciesOf(columns: readonly string[]): string[] {
  return columns.flatMap((column) =>
    column.startsWith('price') ? (priceColumn.exec(column)?.[2] ?? []) : [],
  )
}

/** Several keys in one cell, as in `MS-M365-E3|MS-M365-E5`. */
export function listOf(cell: string | undefined): string[] {
  return (cell ?? '')
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

type Cells = Readonly<Record<string, string>>
type Report = (column: string, code: string, message: string) => void

/** Reads one row; every fault is reported, and a row with a fault is not imported (`row: null`). */
export function readOfferRow(
  line: number,
  cells: Cells,
  known: KnownKeys,
): { row: OfferRow | null; problems: RowProblem[] } {
  const problems: RowProblem[] = []
  const report: Report = (column, code, message) => problems.push({ line, column, code, message })
  for (const column of requiredColumns) {
    const length = (cells[column] ?? '').length
    if (length === 0) report(column, 'VALUE_MISSING', `Fill in ${column}.`)
    if (length > 200) report(column, 'VALUE_TOO_LONG', 'Use at most 200 characters.')
  }
  checkReferences(cells, known, report)
  const row: OfferRow = {
    line,
    productKey: cells['productKey'] ?? '',
    skuCode: cells['skuCode'] ?? '',
    vendorPartNumber: cells['vendorPartNumber'] ?? '',
    name: cells['name'] ?? '',
    unitOfMeasure: cells['unitOfMeasure'] ?? '',
    ...readQuantities(cells, report),
    addOnOf: listOf(cells['addOnOf']),
    excludes: listOf(cells['excludes']),
    ...readPayment(cells, report),
    prices: readPrices(cells, report),
  }
  return { row: problems.length === 0 ? row : null, problems }
}

function checkReferences(cells: Cells, known: KnownKeys, report: Report): void {
  const { productKey = '', skuCode = '' } = cells
  if (productKey !== '' && !known.products.has(productKey))
    report('productKey', 'PRODUCT_UNKNOWN', `There is no product "${productKey}". Load it first.`)
  for (const column of ['addOnOf', 'excludes'])
    for (const sku of listOf(cells[column])) {
      if (!known.skus.has(sku)) report(column, 'SKU_UNKNOWN', `There is no offer with the SKU "${sku}".`)
      if (sku === skuCode) report(column, 'SKU_ITSELF', 'An offer cannot refer to itself.')
    }
}

function readQuantities(cells: Cells, report: Report) {
  const read = (column: string): string | null => {
    const text = cells[column] ?? ''
    if (text === '') return null
    const value = parseDecimal(text, QUANTITY_LIMITS)
    if (value?.greaterThan(0)) return value.toFixed()
    report(column, 'QUANTITY_INVALID', 'Enter a plain number above 0, with at most 8 digits after the point.')
    return null
  }
  const minQuantity = read('minQuantity') ?? '1'
  const maxQuantity = read('maxQuantity')
  const isReversed = maxQuantity !== null && parseDecimal(maxQuantity)?.lessThan(minQuantity)
  if (isReversed) report('maxQuantity', 'QUANTITY_RANGE', 'Let it be at least minQuantity.')
  return { minQuantity, maxQuantity, quantityStep: read('quantityStep') ?? '1' }
}

function readPayment(cells: Cells, report: Report) {
  const { paymentModel = '', chargeTiming = '' } = cells
  const commitmentTerm = durationOf(cells['commitmentTerm'])
  const billingPeriod = durationOf(cells['billingPeriod'])
  const payment = {
    // Held against the lists below; a row with a fault is dropped.
    paymentModel: paymentModel as PaymentModel,
    chargeTiming: chargeTiming as ChargeTiming,
    commitmentTerm,
    billingPeriod,
  }
  if (chargeTiming !== '' && !chargeTimings.includes(chargeTiming))
    report('chargeTiming', 'VALUE_UNKNOWN', `Use one of ${chargeTimings.join(', ')}.`)
  if (paymentModels.includes(paymentModel)) checkCombination(payment, report)
  else if (paymentModel !== '')
    report('paymentModel', 'VALUE_UNKNOWN', `Use one of ${paymentModels.join(', ')}.`)
  return payment
}

type Payment = Pick<OfferRow, 'paymentModel' | 'chargeTiming' | 'commitmentTerm' | 'billingPeriod'>

function checkCombination(payment: Payment, report: Report): void {
  const { paymentModel, chargeTiming, commitmentTerm, billingPeriod } = payment
  if (!isAllowedCombination(commitmentTerm, billingPeriod, paymentModel)) {
    const terms = `commitment ${commitmentTerm ?? 'none'} and billing period ${billingPeriod ?? 'none'}`
    report('commitmentTerm', 'COMBINATION_NOT_ALLOWED', `${paymentModel} cannot be sold with ${terms}.`)
  }
  if (chargeTiming === 'UPFRONT_FULL_TERM' && (commitmentTerm === null || paymentModel !== 'RECURRING'))
    report('chargeTiming', 'COMBINATION_NOT_ALLOWED', 'UPFRONT_FULL_TERM needs RECURRING and a commitment.')
}

/** `P12M` is stored as `P1Y`, so that equal durations are equal strings; what is no duration stays as it is. */
function durationOf(cell: string | undefined): string | null {
  if (!cell) return null
  const months = monthsOf(cell)
  if (months === null) return cell
  return months % 12 === 0 ? `P${months / 12}Y` : `P${months}M`
}

function readPrices(cells: Cells, report: Report): OfferRow['prices'] {
  const read = (column: string): string | null => {
    const text = cells[column] ?? ''
    if (text === '') return null
    const value = parseDecimal(text, UNIT_PRICE_LIMITS)
    if (value && !value.isNegative()) return value.toFixed()
    report(
      column,
      'PRICE_INVALID',
      'Enter a plain number of 0 or more, with at most 8 digits after the point.',
    )
    return null
  }
  const prices = currenciesOf(Object.keys(cells)).map((currency) => {
    const unitPrice = read(`price${currency}`)
    const setupFee = read(`setupFee${currency}`)
    if (setupFee !== null && unitPrice === null)
      report(`price${currency}`, 'PRICE_MISSING', `A setup fee in ${currency} needs a price in ${currency}.`)
    return { currency, unitPrice, setupFee: setupFee ?? '0' }
  })
  const isPriced = prices.some(({ currency }) => (cells[`price${currency}`] ?? '') !== '')
  if (!isPriced) report('price', 'PRICE_MISSING', 'Give a price in at least one currency.')
  return prices
}
