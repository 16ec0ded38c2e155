import { canonicalJson, type CanonicalValue } from '../platform/canonical-json.ts'
import { sha256 } from '../platform/secrets.ts'
import type { LinePromotion } from './line-promotion.view.ts'
import type { Order } from './order.entity.ts'

function promotionOf({ id, percentOff, components, billingPeriods }: LinePromotion) {
  return [id, percentOff, components, billingPeriods]
}

/**
 * SHA-256 of what is material to an approval, hex: customer, account, type, currency, and of each line its offer,
 * quantity and prices. Contacts, answers and references are not: changing them re-opens nothing.
 */
export function contentHash(order: Order): string {
  const lines = order.lines.getItems().toSorted((a, b) => a.lineNumber - b.lineNumber)
  const parts = [
    [order.sellerId, order.organizationId, order.accountId, order.type, order.currency],
    lines.map((line) => [
      line.lineNumber,
      line.parentLineNumber,
      line.offerId,
      line.quantity,
      line.currency,
      // A flat price is said by unit price and setup fee.
      ...(line.pricing?.tiers.length || line.pricing?.usage ? [line.pricing.tiers, line.pricing.usage] : []),
      line.unitPrice,
      line.setupFee,
      ...(line.coTermDate ? [line.coTermDate, line.coTermWithSubscriptionId] : []),
      ...(line.promotion ? [promotionOf(line.promotion)] : []),
      ...(line.subscriptionId ? [line.action, line.subscriptionId, line.change] : []),
    ]),
  ]
  // As it is when it was stored and read again: without what is undefined, whatever the order of keys.
  return sha256(canonicalJson(JSON.parse(JSON.stringify(parts)) as CanonicalValue))
}
