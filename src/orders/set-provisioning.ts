import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import type { Order } from './order.entity.ts'
import type { OrderSetProvisioningInput } from './order.inputs.ts'
import { requireCommand } from './orders.policy.ts'
import { saveProvisioning } from './save-provisioning.ts'
import { saveStage } from './save-stage.ts'

/**
 * Saves the stage PROVISIONING. Missing required answers are saved as INCOMPLETE; malformed ones are refused at
 * `['values', i, ...]` or `['lines', i, 'values', j, ...]`, and nothing is changed then.
 */
export async function setProvisioning(ctx: Ctx, input: OrderSetProvisioningInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  const order = await findOrderForUpdate(ctx, input.orderId, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderSetProvisioning')
  await saveProvisioning(ctx, order, input)
  return saveStage(ctx, order, 'PROVISIONING')
}
