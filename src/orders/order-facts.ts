import type { Ctx } from '../access/ctx.ts'
import { isForSale } from '../catalog/is-for-sale.ts'
import { orderability } from '../organizations/orderability.rules.ts'
import { isEditable } from './lifecycle.rules.ts'
import { orderContext } from './order-context.ts'
import type { OrderStage } from './order-status.ts'
import type { Order, OrderLine } from './order.entity.ts'
import type { LineFacts, StageFacts } from './stage-facts.ts'

/** What the stages are judged by, besides the order itself. */
export interface FactSources {
  now: Date
  /** False while the customer or its account is on hold. */
  canOrder: boolean
  /** Ids of the offers that are sold now; null: not judged, because the order is frozen. */
  forSale: ReadonlySet<string> | null
}

function lineFacts(line: OrderLine, forSale: FactSources['forSale']): LineFacts {
  const { item } = line
  return {
    lineNumber: line.lineNumber,
    parentLineNumber: line.parentLineNumber,
    offerId: line.offerId,
    quantity: line.quantity,
    changedAtItemsRevision: line.itemsRevision,
    offer: {
      name: item.offerName,
      skuCode: item.skuCode,
      isForSale: forSale === null || forSale.has(line.offerId),
      min: item.minQuantity,
      max: item.maxQuantity,
      step: item.quantityStep,
      addOnOfSkus: item.addOnOf,
      excludesSkus: item.excludes,
    },
    price: { currency: line.currency, validUntil: line.priceValidUntil.toISOString() },
  }
}

/** The order as the stage rules see it. Its lines must be loaded. */
export function stageFacts(order: Order, sources: FactSources): StageFacts {
  const lines = order.lines.getItems().toSorted((a, b) => a.lineNumber - b.lineNumber)
  const byLine = <T>(pick: (line: OrderLine) => T) =>
    Object.fromEntries(lines.map((line) => [line.lineNumber, pick(line)]))
  return {
    status: order.status,
    now: sources.now.toISOString(),
    currency: order.currency,
    accountRevision: order.accountRevision,
    account: { id: order.accountId, status: sources.canOrder ? 'ACTIVE' : 'ON_HOLD' },
    items: {
      lines: lines.map((line) => lineFacts(line, sources.forSale)),
      savedAtAccountRevision: order.itemsSavedAtAccount,
    },
    contacts: { list: order.contacts, savedAtAccountRevision: order.contactsSavedAtAccount },
    provisioning: {
      definitions: byLine((line) => line.item.parameters),
      orderValues: order.provisioningAnswers,
      lineValues: byLine((line) => line.provisioningAnswers),
      savedAtAccountRevision: order.provisioningSavedAtAccount,
      savedAtItemsRevision: byLine((line) => line.provisioningSavedAtItems ?? undefined),
    },
  }
}

/** Which of the order's offers are sold now: the offer is on sale and its product published. Many orders, one query. */
async function offersForSale(ctx: Pick<Ctx, 'em'>, order: Order): Promise<Set<string>> {
  const offerIds = order.lines.getItems().map((line) => line.offerId)
  const sold = await Promise.all(offerIds.map((offerId) => isForSale(ctx, offerId)))
  return new Set(offerIds.filter((_, index) => sold[index]))
}

async function canOrderNow(ctx: Pick<Ctx, 'em'>, order: Order): Promise<boolean> {
  const { organization, account } = await orderContext(ctx, order)
  return orderability(organization, account).canOrder
}

/** Reads all that the four stages of an order are judged by: three queries, whatever the number of its lines. */
export async function orderFacts(ctx: Pick<Ctx, 'em' | 'clock'>, order: Order): Promise<StageFacts> {
  const [canOrder, forSale] = await Promise.all([
    canOrderNow(ctx, order),
    isEditable(order.status) ? offersForSale(ctx, order) : null,
  ])
  return stageFacts(order, { canOrder, forSale, now: ctx.clock.now() })
}

/**
 * Reads what one stage is judged by right after its save. Offers were quoted in the same transaction or are not its
 * matter, and only CONTACT_DETAILS looks at the account; so the other stages are judged by the order alone.
 */
export async function savedStageFacts(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  order: Order,
  stage: OrderStage,
): Promise<StageFacts> {
  const canOrder = stage !== 'CONTACT_DETAILS' || (await canOrderNow(ctx, order))
  return stageFacts(order, { canOrder, forSale: null, now: ctx.clock.now() })
}
