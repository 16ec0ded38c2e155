import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import type { ParameterValue } from '../catalog/parameters.rules.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { findLineForUpdate } from './find-line-for-update.ts'
import { openSecrets } from './open-secrets.ts'
import type { OrderProvisioningRevealInput } from './order-commands.inputs.ts'
import type { OrderLineStatus } from './order-status.ts'
import type { Order } from './order.entity.ts'
import { orderProvisioningRevealed } from './orders.events.ts'
import { requiredReason } from './reason-text.ts'
import { recordOrderEvent } from './record-order-event.ts'

/** Only who delivers needs it: before and after, nobody does. */
const inDelivery: ReadonlySet<OrderLineStatus> = new Set([
  'QUEUED',
  'IN_PROGRESS',
  'AWAITING_INFORMATION',
  'FAILED',
])

/** The order, and the answer in the clear. */
export interface RevealedAnswer {
  order: Order
  value: ParameterValue
}

/**
 * Tells one sensitive answer to whoever delivers a line by hand, and records `order.provisioning_revealed` with who and
 * why, without the answer. Refuses NOT_FOUND, NOT_IN_DELIVERY and an empty reason.
 */
export async function revealProvisioning(
  ctx: Ctx,
  input: OrderProvisioningRevealInput,
): Promise<RevealedAnswer> {
  allow(ctx, 'PROVISIONING_REVEAL')
  const { order, line } = await findLineForUpdate(ctx, input)
  const reason = requiredReason(input.reason)
  if (!inDelivery.has(line.status))
    throw refuse('NOT_IN_DELIVERY', 'Sensitive answers are told only while their line is delivered.', [
      'lineNumber',
    ])
  const { [input.key]: value } = openSecrets(ctx, order, line)
  if (value === undefined) throw notFound('sensitive answer of this line', ['key'])
  const { lineNumber } = line
  recordOrderEvent(ctx, orderProvisioningRevealed, { order, lineNumber, reason, key: input.key })
  return { order, value }
}
