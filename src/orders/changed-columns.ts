import type { OfferQuote } from '../catalog/quote-offers.ts'
import { runningPrice, tieredPrice as tieredPriceOf } from '../catalog/tiered-price.view.ts'
import { shownUnitPrice } from '../catalog/tiers.rules.ts'
import { decimal, toMinorUnits } from '../platform/money.ts'
import type { CloudSubscription } from './cloud-subscription.entity.ts'
import type { LineAction, LineChange } from './line-change.view.ts'
import { orderItemOf } from './order-item-of.ts'
import { priceChangeLine } from './price-change-line.ts'

/** For how long a change may be submitted at the price of what runs: as long as a quote is held. */
const heldDays = 14

/** A change that may be ordered. */
export interface Planned {
  action: Exclude<LineAction, 'ADD'>
  change: LineChange
  quantity: string
  currency: string
}

/** What it is read from. */
export interface ChangeSources {
  subscription: CloudSubscription
  /** Of the plan to switch to. */
  quote: OfferQuote | undefined
  now: Date
  timeZone: string
}

/**
 * What a line costs and remembers that changes something that runs. More of it costs what it costs already, also when it
 * is no longer sold; another plan costs what it is quoted at. Nothing is set up and nothing is asked again.
 */
export function changedColumns(planned: Planned, { subscription, quote, now, timeZone }: ChangeSources) {
  const { action, quantity, currency } = planned
  const tieredPrice = quote ? tieredPriceOf(quote.pricing) : subscription.tieredPrice
  const change =
    quote && tieredPrice ? Object.assign({}, planned.change, { planTiers: tieredPrice }) : planned.change
  const item = Object.assign({}, quote ? orderItemOf(quote) : subscription.item, { parameters: [] })
  const price = runningPrice({ unitPrice: (quote ?? subscription).unitPrice, tieredPrice })
  const unitPrice = decimal(shownUnitPrice(price, quantity)).toFixed()
  const line = { action, quantity, unitPrice, currency, item }
  const charged = priceChangeLine({ line, change }, { startDate: now.toISOString(), timeZone })
  return {
    ...line,
    change,
    offerId: quote ? quote.offer.id : subscription.offerId,
    parentLineNumber: null,
    setupFee: '0',
    lineTotalMinor: toMinorUnits(charged.lineTotal),
    priceValidUntil: quote ? quote.validUntil : new Date(now.getTime() + heldDays * 86_400_000),
    updatedAt: now,
  }
}
