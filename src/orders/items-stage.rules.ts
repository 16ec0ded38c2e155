import { coTermProblem } from '../catalog/co-term.rules.ts'
import { quantityProblem } from '../catalog/pricing.rules.ts'
import { isOver, promotionProblem } from '../promotions/promotion.rules.ts'
import { changeProblems } from './change-stage.rules.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { LineFacts, StageFacts, StageProblem, StageProblemCode } from './stage-facts.ts'

/** What is wrong with the chosen items. Offers and prices of an order that is no longer edited are frozen and not judged. */
export function itemsProblems(facts: StageFacts): StageProblem[] {
  const { lines } = facts.items
  if (lines.length === 0) {
    return [
      { code: 'ITEMS_EMPTY', path: ['items'], severity: 'ERROR', message: 'Choose at least one offer.' },
    ]
  }
  const order = survey(facts)
  return lines.flatMap((line) => [
    ...offerProblems(line, facts),
    ...priceProblems(line, facts, order.currency),
    ...coTermProblems(line, facts),
    ...promotionProblems(line, facts),
    ...(line.subscription ? subscriptionProblems(line, facts) : companyProblems(line, order)),
  ])
}

/** What runs keeps its own company: only what the order changes of it is judged. */
function subscriptionProblems(line: LineFacts, facts: StageFacts): StageProblem[] {
  if (!line.subscription || !isEditable(facts.status)) return []
  return changeProblems(line.subscription).map(({ code, field, message }) =>
    problem(code, [line, field], message),
  )
}

/** True when the items were saved, and the account or the validity of a price or a promotion changed since. */
export function areItemsStale(facts: StageFacts): boolean {
  const { savedAtAccountRevision, lines } = facts.items
  if (savedAtAccountRevision === null || !isEditable(facts.status)) return false
  if (savedAtAccountRevision !== facts.accountRevision) return true
  return lines.some((line) => isPriceExpired(line, facts) || isPromotionOver(line, facts))
}

/** True when the promotion of the line has ended: what it takes off is a part of the price. */
function isPromotionOver({ promotion }: LineFacts, { now }: StageFacts): boolean {
  return Boolean(promotion?.promotion && isOver(promotion.promotion, now))
}

/** True when the price held for the line is over; the instant `validUntil` itself is too late. */
function isPriceExpired(line: LineFacts, facts: Pick<StageFacts, 'now' | 'status'>): boolean {
  const validUntil = line.price?.validUntil ?? null
  return validUntil !== null && isEditable(facts.status) && Date.parse(validUntil) <= Date.parse(facts.now)
}

type Survey = {
  currency: string | null
  /** First line of each SKU. */
  firstOfSku: ReadonlyMap<string, LineFacts>
  byNumber: ReadonlyMap<number, LineFacts>
  /** First line of each offer under one parent. */
  firstOfOffer: ReadonlyMap<string, LineFacts>
  /** SKU -> the first line that excludes it. */
  excluder: ReadonlyMap<string, LineFacts>
}

function survey({ items, currency }: StageFacts): Survey {
  const firstOfSku = new Map<string, LineFacts>()
  const byNumber = new Map<number, LineFacts>()
  const firstOfOffer = new Map<string, LineFacts>()
  const excluder = new Map<string, LineFacts>()
  for (const line of items.lines.filter((one) => !one.subscription)) {
    byNumber.set(line.lineNumber, line)
    if (!firstOfSku.has(line.offer.skuCode)) firstOfSku.set(line.offer.skuCode, line)
    if (!firstOfOffer.has(offerKey(line))) firstOfOffer.set(offerKey(line), line)
    for (const sku of line.offer.excludesSkus) if (!excluder.has(sku)) excluder.set(sku, line)
  }
  const firstPrice = items.lines.find((line) => line.price !== null)?.price
  return { currency: currency ?? firstPrice?.currency ?? null, firstOfSku, byNumber, firstOfOffer, excluder }
}

function offerProblems(line: LineFacts, facts: StageFacts): StageProblem[] {
  const problems: StageProblem[] = []
  if (!line.offer.isForSale && isEditable(facts.status)) {
    const message = `"${line.offer.name}" is not sold any more; remove it or choose another offer.`
    problems.push(problem('OFFER_NOT_FOR_SALE', [line, 'offer'], message))
  }
  const action = line.subscription?.action
  const isKept = action === 'CANCEL' || action === 'CHANGE_RENEWAL'
  const quantity = isKept ? null : quantityProblem(line.quantity, line.offer)
  if (quantity) problems.push(problem(quantity.code, [line, 'quantity'], quantity.message))
  return problems
}

function priceProblems(line: LineFacts, facts: StageFacts, currency: string | null): StageProblem[] {
  const { price, offer } = line
  if (!price) {
    return [
      problem('PRICE_MISSING', [line, 'price'], `"${offer.name}" has no price for this customer; remove it.`),
    ]
  }
  const problems: StageProblem[] = []
  if (isPriceExpired(line, facts)) {
    const message = `The price of "${offer.name}" has expired; save the items again to get today's price.`
    problems.push(problem('PRICE_EXPIRED', [line, 'price'], message))
  }
  if (price.replaces && isEditable(facts.status)) {
    const { before, now } = price.replaces
    const message = `The price of "${offer.name}" was ${before} and is now ${now} ${price.currency}; check it.`
    problems.push({ ...problem('PRICE_CHANGED', [line, 'price'], message), severity: 'WARNING' })
  }
  if (currency !== null && price.currency !== currency) {
    const message = `"${offer.name}" is priced in ${price.currency}, the order is in ${currency}; order it separately.`
    problems.push(problem('CURRENCY_MISMATCH', [line, 'price'], message))
  }
  return problems
}

function coTermProblems(line: LineFacts, facts: StageFacts): StageProblem[] {
  const { coTerm } = line
  if (!coTerm || !isEditable(facts.status)) return []
  const { end, sharedWith, sharedEnd } = coTerm
  const field = sharedWith === null ? 'coTermDate' : 'coTermWithSubscriptionId'
  const wrong = coTermProblem(coTerm.line, end)
  if (wrong) return [problem(wrong.code, [line, field], wrong.message)]
  if (sharedEnd === undefined || sharedEnd === end) return []
  const message = sharedEnd
    ? `The subscription that it ends with ends on ${sharedEnd} now; save the items again.`
    : 'The subscription that it ends with has ended; choose another end, and save the items again.'
  return [problem('CO_TERM_MOVED', [line, field], message)]
}

function promotionProblems(line: LineFacts, facts: StageFacts): StageProblem[] {
  if (!line.promotion || !isEditable(facts.status)) return []
  const wrong = promotionProblem(line.promotion, facts.now)
  return wrong ? [problem(wrong.code, [line, 'promotionCode'], wrong.message)] : []
}

/** What is wrong with a line because of the other lines. */
function companyProblems(line: LineFacts, order: Survey): StageProblem[] {
  const { offer } = line
  const problems: StageProblem[] = []
  const parent = line.parentLineNumber === null ? undefined : order.byNumber.get(line.parentLineNumber)
  if (line.parentLineNumber !== null && (!parent || isItsOwnAncestor(line, order))) {
    const message = `Line ${line.parentLineNumber} cannot be the parent of line ${line.lineNumber}; name another.`
    problems.push(problem('PARENT_LINE_MISSING', [line, 'parentLineNumber'], message))
  } else if (offer.addOnOfSkus.length > 0 && !hasBase(line, parent, order)) {
    const message = `"${offer.name}" is an add-on; order it with one of ${offer.addOnOfSkus.join(', ')}.`
    problems.push(problem('ADDON_BASE_MISSING', [line, 'offer'], message))
  }
  const rival = rivalOf(line, order)
  if (rival) {
    const message = `"${offer.name}" and "${rival.offer.name}" cannot be ordered together; remove one.`
    problems.push(problem('OFFERS_EXCLUDE_EACH_OTHER', [line, 'offer'], message))
  }
  const twin = order.firstOfOffer.get(offerKey(line))
  if (twin && twin !== line) {
    const message = `Line ${twin.lineNumber} orders "${offer.name}" too; you may put both into one line.`
    problems.push({ ...problem('OFFER_REPEATED', [line, 'offer'], message), severity: 'WARNING' })
  }
  return problems
}

function isItsOwnAncestor(line: LineFacts, { byNumber }: Survey): boolean {
  const seen = new Set<LineFacts>()
  let ancestor: LineFacts | undefined = line
  while (ancestor && ancestor.parentLineNumber !== null && !seen.has(ancestor)) {
    seen.add(ancestor)
    ancestor = byNumber.get(ancestor.parentLineNumber)
    if (ancestor === line) return true
  }
  return false
}

function hasBase(line: LineFacts, parent: LineFacts | undefined, order: Survey): boolean {
  if (parent) return line.offer.addOnOfSkus.includes(parent.offer.skuCode)
  return line.offer.addOnOfSkus.some((sku) => order.firstOfSku.has(sku))
}

function rivalOf(line: LineFacts, order: Survey): LineFacts | undefined {
  const candidates = line.offer.excludesSkus.map((sku) => order.firstOfSku.get(sku))
  return [...candidates, order.excluder.get(line.offer.skuCode)].find(
    (one) => one !== undefined && one !== line,
  )
}

function offerKey(line: LineFacts): string {
  return `${line.offerId} ${line.parentLineNumber ?? ''}`
}

function problem(
  code: StageProblemCode,
  [line, field]: readonly [line: LineFacts, field: string],
  message: string,
): StageProblem {
  return { code, path: ['items', String(line.lineNumber), field], severity: 'ERROR', message }
}
