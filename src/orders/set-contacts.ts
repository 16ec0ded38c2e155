import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import type { Order } from './order.entity.ts'
import type { OrderSetContactsInput } from './order.inputs.ts'
import { requireCommand } from './orders.policy.ts'
import { saveContacts } from './save-contacts.ts'
import { saveStage } from './save-stage.ts'

/**
 * Saves the stage CONTACT_DETAILS: contacts, account and references. Missing roles are saved as INCOMPLETE; malformed
 * values are refused at `['contacts', i, ...]` and nothing is changed then. Another account makes all stages STALE.
 */
export async function setContacts(ctx: Ctx, input: OrderSetContactsInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const order = await findOrderForUpdate(ctx, input.orderId, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderSetContacts')
  await saveContacts(ctx, order, input)
  return saveStage(ctx, order, 'CONTACT_DETAILS')
}
