import type {
  LineAnswer,
  OrderAnswer,
  OrderLineResponse,
  OrderResponseRead,
} from '../../src/orders/order-response-port.ts'
import { DomainError, type Problem } from '../../src/platform/errors.ts'
import { decimal, isCurrency, parseDecimal } from '../../src/platform/money.ts'
import { readXml } from './read-xml.ts'
import { findAll, textAt, type XmlElement } from './xml-element.ts'

const ANSWERS: Readonly<Record<string, OrderAnswer>> = {
  AP: 'ACCEPTED',
  CA: 'CONDITIONALLY_ACCEPTED',
  RE: 'REJECTED',
  AB: 'ACKNOWLEDGED',
}

const LINE_ANSWERS: Readonly<Record<string, LineAnswer>> = {
  1: 'ADDED',
  3: 'CHANGED',
  5: 'ACCEPTED',
  7: 'NOT_ACCEPTED',
  42: 'ALREADY_DELIVERED',
}

/** Reads the values of one element and notes what is wrong with them. */
class Reader {
  readonly #from: XmlElement
  readonly #at: readonly string[]
  readonly problems: Problem[]

  constructor(from: XmlElement, at: readonly string[], problems: Problem[]) {
    this.#from = from
    this.#at = at
    this.problems = problems
  }

  note(code: string, message: string, path: string): void {
    this.problems.push({ code, message, path: [...this.#at, ...path.split('/')] })
  }

  text(path: string): string | null {
    return textAt(this.#from, path) || null
  }

  needed(path: string): string {
    const text = this.text(path)
    if (text === null) this.note('REQUIRED', `Give ${path}.`, path)
    return text ?? ''
  }

  oneOf<T>(path: string, known: Readonly<Record<string, T>>): T | null {
    const text = this.needed(path)
    const found = Object.hasOwn(known, text) ? known[text] : undefined
    if (text !== '' && found === undefined)
      this.note('UNKNOWN_CODE', `Use one of ${Object.keys(known).join(', ')}.`, path)
    return found ?? null
  }

  day(path: string): string | null {
    const text = this.text(path)
    const day = text?.slice(0, 10) ?? null
    const isDay = day !== null && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))
    if (text !== null && !isDay) this.note('INVALID_DATE', 'Give a day as yyyy-mm-dd.', path)
    return isDay ? day : null
  }

  /** A number that is not negative, as a plain decimal. */
  amount(path: string): string | null {
    const text = this.text(path)
    const number = text === null ? null : parseDecimal(text)
    if (text !== null && (!number || number.isNegative()))
      this.note('INVALID_NUMBER', 'Give a decimal number that is not negative.', path)
    return number?.toFixed() ?? null
  }
}

function perUnit(price: string | null, base: string | null): string | null {
  if (price === null || base === null || decimal(base).isZero()) return price
  return decimal(price).div(decimal(base)).toDecimalPlaces(8).toFixed()
}

function readLine(line: XmlElement, at: readonly string[], problems: Problem[]): OrderLineResponse {
  const reader = new Reader(line, at, problems)
  const answer = reader.oneOf('cac:LineItem/cbc:LineStatusCode', LINE_ANSWERS)
  const reference = reader.text('cac:OrderLineReference/cbc:LineID')
  const number = reference ?? reader.needed('cac:LineItem/cbc:ID')
  const price = reader.amount('cac:LineItem/cac:Price/cbc:PriceAmount')
  const base = reader.amount('cac:LineItem/cac:Price/cbc:BaseQuantity')
  return {
    lineNumber: /^\d{1,6}$/.test(number) ? Number(number) : null,
    answer: answer ?? 'NOT_ACCEPTED',
    note: reader.text('cac:LineItem/cbc:Note'),
    quantity: reader.amount('cac:LineItem/cbc:Quantity'),
    unitPrice: perUnit(price, base),
  }
}

/** A conditional acceptance says by line what is accepted. In Peppol every other answer has no lines. */
function judgeLines(reader: Reader, answer: OrderAnswer | null, lines: readonly OrderLineResponse[]): void {
  const isPeppol = reader.text('cbc:CustomizationID')?.startsWith('urn:fdc:peppol.eu:') ?? false
  const isConditional = answer === 'CONDITIONALLY_ACCEPTED'
  if (isConditional && lines.length === 0)
    reader.note('REQUIRED', 'Say by line what is accepted: CA has lines.', 'cac:OrderLine')
  if (isPeppol && answer && !isConditional && lines.length > 0)
    reader.note('UNEXPECTED_LINES', 'Answer CA when lines differ: AP, RE and AB have none.', 'cac:OrderLine')
  const numbers = lines.flatMap(({ lineNumber }) => lineNumber ?? [])
  if (new Set(numbers).size < numbers.length)
    reader.note('DUPLICATE_LINE', 'Answer each line once.', 'cac:OrderLine')
}

function judgeCurrency(reader: Reader, root: XmlElement, currency: string | null): void {
  if (currency !== null && !isCurrency(currency))
    reader.note('UNKNOWN_CODE', 'Use a currency of ISO 4217.', 'cbc:DocumentCurrencyCode')
  const prices = findAll(root, 'cac:OrderLine/cac:LineItem/cac:Price/cbc:PriceAmount')
  if (
    currency !== null &&
    prices.some(({ attributes }) => (attributes['currencyID'] ?? currency) !== currency)
  )
    reader.note('SEVERAL_CURRENCIES', 'State the response in a single currency.', 'cac:OrderLine')
}

function readRoot(root: XmlElement): OrderResponseRead {
  const problems: Problem[] = []
  const reader = new Reader(root, [], problems)
  const answer = reader.oneOf('cbc:OrderResponseCode', ANSWERS)
  const lines = findAll(root, 'cac:OrderLine').map((line, at) =>
    readLine(line, ['cac:OrderLine', String(at)], problems),
  )
  const currency = reader.text('cbc:DocumentCurrencyCode')
  reader.needed('cbc:IssueDate')
  const promised = 'cac:Delivery/cac:PromisedDeliveryPeriod'
  const response = {
    id: reader.needed('cbc:ID'),
    salesOrderId: reader.text('cbc:SalesOrderID'),
    documentId: reader.needed('cac:OrderReference/cbc:ID'),
    answer: answer ?? 'REJECTED',
    note: reader.text('cbc:Note'),
    currency,
    issueDate: reader.day('cbc:IssueDate') ?? '',
    promisedStartDate: reader.day(`${promised}/cbc:StartDate`),
    promisedEndDate: reader.day(`${promised}/cbc:EndDate`),
    lines,
  }
  judgeLines(reader, answer, lines)
  judgeCurrency(reader, root, currency)
  const { promisedStartDate: start, promisedEndDate: end } = response
  if (start && end && end < start)
    reader.note('INVALID_DATE', 'Let the period end after it starts.', `${promised}/cbc:EndDate`)
  return problems.length > 0 ? { problems } : { response }
}

/**
 * Reads a UBL OrderResponse, with or without the ids of Peppol. It trusts nothing: see `readXml`. Answers the response,
 * or everything that is wrong with it; it never throws.
 */
export function readOrderResponse(text: string): OrderResponseRead {
  try {
    const root = readXml(text)
    if (root.name === 'OrderResponse') return readRoot(root)
    const message = `Send an OrderResponse of UBL 2.1; this is "${root.name.slice(0, 60)}".`
    return { problems: [{ code: 'NOT_AN_ORDER_RESPONSE', message, path: [] }] }
  } catch (error) {
    if (error instanceof DomainError) return { problems: error.problems }
    throw error
  }
}
