import type { Ctx } from '../access/ctx.ts'
import type { ParameterDefinition } from '../catalog/parameters.rules.ts'
import { quoteOffers, type OfferQuote } from '../catalog/quote-offers.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { decimal } from '../platform/money.ts'
import { heldQuote } from './held-quote.ts'
import { customerOf } from './order-relations.ts'
import { OrderLine, type Order } from './order.entity.ts'
import type { OrderItemInput } from './order.inputs.ts'
import { lineQuestions, orderQuestions } from './provisioning-stage.rules.ts'
import { pricesValidUntil } from './prices-valid-until.ts'
import { questionsOf } from './questions-of.ts'
import { quotedColumns } from './quoted-columns.ts'
import { lineCodeOf, promotedBy, readPromotions } from './read-promotions.ts'
import { readCoTerms } from './read-co-terms.ts'
import { choiceProblems, numberItems, shapeProblems, type Choice } from './selection.ts'

function unavailable(
  items: readonly OrderItemInput[],
  quotes: ReadonlyMap<string, OfferQuote>,
  currency: string,
) {
  return items.flatMap(({ offerId }, index): Problem[] => {
    if (quotes.has(offerId)) return []
    const message = `This offer cannot be ordered in ${currency} by this customer. Choose one that productSearch finds.`
    return [{ code: 'OFFER_NOT_AVAILABLE', message, path: ['items', String(index), 'offerId'] }]
  })
}

async function choose(ctx: Ctx, order: Order, items: readonly OrderItemInput[]): Promise<Choice[]> {
  refuseAll(shapeProblems(items))
  const [coTerms, customer] = await Promise.all([readCoTerms(ctx, order, items), customerOf(ctx, order)])
  const { ends, startDay, problems } = coTerms
  const offerIds = [...new Set(items.map((item) => item.offerId))]
  const { currency, status } = order
  const lineage = customer?.path ?? []
  const quotes = await quoteOffers(ctx, { offerIds, currency, lineage, organizationId: order.organizationId })
  const entered = await readPromotions(ctx, order, items)
  const numbers = numberItems(items, order.lines.getItems())
  const instant = ctx.clock.now()
  const choices = items.flatMap((item, index): Choice[] => {
    const { offerId, quantity, parentLineNumber = null } = item
    const fresh = quotes.get(offerId)
    const lineNumber = numbers[index] ?? 0
    const quote = fresh && heldQuote(order, { fresh, lineNumber, now: instant })
    const coTerm = ends[index] ?? { coTermDate: null, coTermWithSubscriptionId: null }
    if (!quote) return []
    const chosen = { index, lineNumber, parentLineNumber, quantity, quote, coTerm, startDay }
    return [{ ...chosen, promoted: promotedBy(entered, item, quote), code: lineCodeOf(entered, item) }]
  })
  const misread = problems.map((one) => ({ ...one, path: ['items', ...one.path] }))
  const missing = [...unavailable(items, quotes, currency), ...misread]
  // What goes together is judged over all lines, or an add-on would be blamed for its missing base.
  const now = instant.toISOString()
  const broken = choiceProblems(choices, { currency, status, now })
  const alone = broken.filter((problem) => missing.length === 0 || problem.path[2] === 'quantity')
  refuseAll([...missing, ...alone])
  return choices.map((choice) => ({ ...choice, quantity: decimal(choice.quantity).toFixed() }))
}

function isChanged(line: OrderLine, choice: Choice): boolean {
  const { quote, quantity, parentLineNumber } = choice
  return (
    line.offerId !== quote.offer.id ||
    line.quantity !== quantity ||
    line.parentLineNumber !== parentLineNumber ||
    line.coTermDate !== choice.coTerm.coTermDate ||
    line.coTermWithSubscriptionId !== choice.coTerm.coTermWithSubscriptionId
  )
}

/** Writes a choice onto the line of its number, or onto a new one. A line that changes its offer loses its answers. */
function writeLine(ctx: Ctx, order: Order, choice: Choice): void {
  const now = ctx.clock.now()
  const columns = { ...quotedColumns(choice.quote, choice.quantity, now), ...choice.coTerm, ...choice.code }
  const { lineNumber, parentLineNumber } = choice
  const line = order.lines.getItems().find((one) => one.lineNumber === lineNumber)
  if (!line) {
    const { sellerId, organizationId, itemsRevision } = order
    const id = ctx.ids.next('oln')
    const created = {
      id,
      sellerId,
      organizationId,
      lineNumber,
      parentLineNumber,
      itemsRevision,
      createdAt: now,
    }
    order.lines.add(Object.assign(new OrderLine(), created, columns))
    return
  }
  const forgets =
    line.offerId !== columns.offerId
      ? { provisioningAnswers: {}, provisioningSecrets: {}, provisioningSavedAtItems: null }
      : {}
  const { itemsRevision } = isChanged(line, choice) ? order : line
  Object.assign(line, columns, forgets, { parentLineNumber, itemsRevision })
}

/** What is left of answers when these questions are asked; undefined when all of them are. */
function stillAsked<T>(
  held: Record<string, T>,
  questions: readonly ParameterDefinition[],
  isSensitive: boolean,
): Record<string, T> | undefined {
  const asked = new Set(
    questions.filter((one) => (one.sensitive ?? false) === isSensitive).map(({ key }) => key),
  )
  const kept = Object.entries(held).filter(([key]) => asked.has(key))
  return kept.length < Object.keys(held).length ? Object.fromEntries(kept) : undefined
}

/** Drops answers to questions that nobody asks any more, or not in the clear; they would only be in the way. */
function dropOrphanedAnswers(order: Order): void {
  const facts = questionsOf(order)
  const drop = (holder: Order | OrderLine, questions: readonly ParameterDefinition[]) => {
    const answers = stillAsked(holder.provisioningAnswers, questions, false)
    const secrets = stillAsked(holder.provisioningSecrets, questions, true)
    if (answers) holder.provisioningAnswers = answers
    if (secrets) holder.provisioningSecrets = secrets
  }
  drop(order, orderQuestions(facts))
  for (const line of order.lines.getItems()) drop(line, lineQuestions(facts, line.lineNumber))
  const left = order.provisioningInherited.filter(
    (key) => key in order.provisioningAnswers || key in order.provisioningSecrets,
  )
  if (left.length < order.provisioningInherited.length) order.provisioningInherited = left
}

/**
 * Replaces the selection of an editable order by these items, quoted in one query. A price that is still held stays; what
 * is new, expired, or of another account gets today's, and remembers what it cost before. Refuses with all problems at
 * once, and then nothing is changed.
 */
export async function replaceLines(ctx: Ctx, order: Order, items: readonly OrderItemInput[]): Promise<void> {
  const choices = await choose(ctx, order, items)
  const byNumber = new Map(choices.map((choice) => [choice.lineNumber, choice]))
  const lines = order.lines.getItems()
  const gone = lines.filter((line) => !byNumber.has(line.lineNumber))
  const known = new Map(lines.map((line) => [line.lineNumber, line]))
  const touches = choices.some((choice) => {
    const line = known.get(choice.lineNumber)
    return !line || isChanged(line, choice)
  })
  if (touches || gone.length > 0) order.itemsRevision += 1
  order.lines.remove(gone)
  for (const choice of choices) writeLine(ctx, order, choice)
  dropOrphanedAnswers(order)
  order.itemsSavedAtAccount = order.accountRevision
  order.priceValidUntil = pricesValidUntil(order)
}
