import { isStorable, parseDecimal, QUANTITY_LIMITS, roundToCurrency } from '../platform/money.ts'
import type { Problem } from '../platform/errors.ts'
import type { OfferQuote } from '../catalog/quote-offers.ts'
import { amountOf } from '../catalog/tiers.rules.ts'
import type { CalendarDate } from '../platform/calendar.ts'
import { coTermFacts } from './co-term-facts.ts'
import { itemsProblems } from './items-stage.rules.ts'
import { orderItemOf } from './order-item-of.ts'
import type { OrderItemInput } from './order.inputs.ts'
import type { Promoted } from '../promotions/promotion.rules.ts'
import type { LineCode } from './read-promotions.ts'
import type { CoTerm } from './read-co-terms.ts'
import type { LineFacts, StageFacts } from './stage-facts.ts'

/** One wanted line: its input, its number, and what it was quoted at. */
export interface Choice {
  index: number
  lineNumber: number
  parentLineNumber: number | null
  quantity: string
  quote: OfferQuote
  /** When it ends. */
  coTerm: CoTerm
  /** What its promotion code is judged by; null: it has none. */
  promoted: Promoted | null
  /** What the line keeps of that code. */
  code: LineCode
  /** The day that it would start, on the seller's calendar. */
  startDay: CalendarDate
}

const largestLineNumber = 100_000

/** Gives each item its line number: its own, else that of a line with the same offer, else the next free one. */
export function numberItems(
  items: readonly OrderItemInput[],
  existing: ReadonlyArray<{ lineNumber: number; offerId: string }>,
): number[] {
  const taken = new Set(items.map((item) => item.lineNumber).filter((one) => typeof one === 'number'))
  const free = existing.filter((line) => !taken.has(line.lineNumber))
  let next = Math.max(0, ...taken, ...existing.map((line) => line.lineNumber))
  return items.map((item) => {
    if (typeof item.lineNumber === 'number') return item.lineNumber
    const at = free.findIndex((line) => line.offerId === item.offerId)
    const [kept] = at < 0 ? [] : free.splice(at, 1)
    return kept ? kept.lineNumber : (next += 1)
  })
}

/** What is wrong with the items before anything is known of their offers. */
export function shapeProblems(items: readonly OrderItemInput[]): Problem[] {
  if (items.length > 200)
    return [{ code: 'TOO_MANY_ITEMS', message: 'Order at most 200 items at once.', path: ['items'] }]
  const seen = new Set<number>()
  return items.flatMap(({ lineNumber }, index) => {
    if (typeof lineNumber !== 'number') return []
    const path = ['items', String(index), 'lineNumber']
    if (lineNumber < 1 || lineNumber > largestLineNumber)
      return [{ code: 'LINE_NUMBER_INVALID', message: `Use 1 to ${largestLineNumber}.`, path }]
    if (seen.has(lineNumber))
      return [{ code: 'LINE_NUMBER_REPEATED', message: 'Give each item a number of its own.', path }]
    seen.add(lineNumber)
    return []
  })
}

function factsOf({ lineNumber, parentLineNumber, quantity, quote, ...choice }: Choice): LineFacts {
  const item = orderItemOf(quote)
  const { coTerm, startDay, promoted } = choice
  return {
    lineNumber,
    parentLineNumber,
    offerId: quote.offer.id,
    quantity,
    changedAtItemsRevision: 0,
    offer: {
      name: item.offerName,
      skuCode: item.skuCode,
      isForSale: true,
      min: item.minQuantity,
      max: item.maxQuantity,
      step: item.quantityStep,
      addOnOfSkus: item.addOnOf,
      excludesSkus: item.excludes,
    },
    price: { currency: quote.currency, validUntil: null },
    coTerm: coTermFacts({ ...coTerm, item }, startDay),
    promotion: promoted,
  }
}

const inputField: Record<string, string> = { offer: 'offerId', price: 'offerId' }

/** The rules of the stage over the wanted lines, with paths into the input: `['items', '0', 'quantity']`. */
export function choiceProblems(
  choices: readonly Choice[],
  order: Pick<StageFacts, 'status' | 'currency' | 'now'>,
): Problem[] {
  if (choices.length === 0) return []
  const found = itemsProblems({
    ...order,
    accountRevision: 0,
    account: null,
    items: { lines: choices.map(factsOf), savedAtAccountRevision: 0 },
    contacts: { list: [], savedAtAccountRevision: null },
    provisioning: {
      definitions: {},
      orderValues: {},
      lineValues: {},
      savedAtAccountRevision: null,
      savedAtItemsRevision: {},
    },
  })
  const indexOf = new Map(choices.map((choice) => [String(choice.lineNumber), String(choice.index)]))
  const broken = found.filter((problem) => problem.severity === 'ERROR')
  return [
    ...broken.map(({ code, message, path: [, line = '', field = ''] }) => ({
      code,
      message,
      path: ['items', indexOf.get(line) ?? line, inputField[field] ?? field],
    })),
    ...choices.filter(isTooExpensive).map((choice) => ({
      code: 'QUANTITY_TOO_HIGH',
      message: 'The amount of this line is too large to be invoiced. Order fewer units.',
      path: ['items', String(choice.index), 'quantity'],
    })),
  ]
}

function isTooExpensive({ quantity, quote }: Choice): boolean {
  if (!parseDecimal(quantity, QUANTITY_LIMITS)) return false
  const { unitPrice, pricing, currency } = quote
  return !isStorable(roundToCurrency(amountOf({ ...pricing, unitPrice }, quantity), currency))
}
