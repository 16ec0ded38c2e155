import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { fillLines } from './fill-lines.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import type { Order } from './order.entity.ts'
import type { OrderSelectItemsInput } from './order.inputs.ts'
import { requireCommand } from './orders.policy.ts'
import { recordStartDay } from './record-start-day.ts'
import { saveRequestedStart } from './requested-start.ts'
import { saveStage } from './save-stage.ts'

/**
 * Saves the stage SELECT_ITEMS: replaces the selection and fixes its prices until they expire. A line that keeps its
 * offer keeps its provisioning answers. Refuses what can never be ordered (OFFER_NOT_AVAILABLE, QUANTITY_*,
 * ADDON_BASE_MISSING, OFFERS_EXCLUDE_EACH_OTHER, PARENT_LINE_MISSING) at `['items', i, ...]` and changes nothing then.
 * Orders that change or cancel what runs hold `changes` instead; see `replaceChanges`.
 */
export async function selectItems(ctx: Ctx, input: OrderSelectItemsInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const order = await findOrderForUpdate(ctx, input.orderId, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderSelectItems')
  await saveRequestedStart(ctx, order, input.requestedStartDate)
  await fillLines(ctx, order, input)
  await recordStartDay(ctx, order)
  return saveStage(ctx, order, 'SELECT_ITEMS')
}
