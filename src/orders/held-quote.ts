import type { OfferQuote } from '../catalog/quote-offers.ts'
import { decimal } from '../platform/money.ts'
import type { Order, OrderLine } from './order.entity.ts'

interface Quoted {
  fresh: OfferQuote
  lineNumber: number
  now: Date
}

/** What the line holds, as a quote: lines that were quoted before there were tiers are flat. */
function quoteOf(line: OrderLine, fresh: OfferQuote): OfferQuote {
  const { unitPrice, setupFee, currency, priceValidUntil: validUntil } = line
  const pricing = line.pricing ?? { model: 'FLAT', tiers: [], usage: null, chain: [] }
  return { ...fresh, unitPrice, setupFee, currency, pricing, validUntil }
}

function isHeld(order: Order, line: OrderLine, { fresh, now }: Quoted): boolean {
  return (
    line.priceValidUntil > now &&
    line.currency === fresh.currency &&
    order.itemsSavedAtAccount === order.accountRevision
  )
}

function isSamePrice(line: OrderLine, { unitPrice, setupFee, pricing }: OfferQuote): boolean {
  const tiers = JSON.stringify([line.pricing?.tiers ?? [], line.pricing?.usage ?? null])
  return (
    tiers === JSON.stringify([pricing.tiers, pricing.usage]) &&
    (pricing.tiers.length > 0 || decimal(line.unitPrice).equals(decimal(unitPrice))) &&
    decimal(line.setupFee).equals(decimal(setupFee))
  )
}

/**
 * The quote that counts for a line: the one it holds, while the price is valid and offer and account are the same; else
 * today's, which remembers the price that it replaces. So nothing is priced anew silently.
 */
export function heldQuote(order: Order, quoted: Quoted): OfferQuote {
  const { fresh, lineNumber } = quoted
  const line = order.lines.getItems().find((one) => one.lineNumber === lineNumber)
  if (!line || line.offerId !== fresh.offer.id) return fresh
  if (isHeld(order, line, quoted)) return quoteOf(line, fresh)
  if (line.currency !== fresh.currency || isSamePrice(line, fresh)) return fresh
  const { unitPrice, setupFee } = line
  return { ...fresh, pricing: { ...fresh.pricing, replaced: { unitPrice, setupFee } } }
}
