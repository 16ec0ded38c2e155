import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { writeInformationLink } from './information-link.ts'
import type { OrderInformationLinkCreateInput } from './order-commands.inputs.ts'
import { orderInformationLinkCreated } from './orders.events.ts'
import { capacities } from './orders.policy.ts'
import { recordOrderEvent } from './record-order-event.ts'

const hourMs = 3_600_000
const mostHours = 336
const givers = ['REQUESTER', 'ADMINISTRATOR', 'ORDER_DESK'] as const

/** A link, as it is shown once: it is not stored. */
export interface CreatedInformationLink {
  url: string
  expiresAt: Date
}

/**
 * Makes a link by which somebody without sign-in answers what lines of this order wait for, and records
 * `order.information_link_created`. Whoever has it can answer once, until it expires or the inquiry changes. Refuses
 * NO_LINE_WAITS, EXPIRY_INVALID, and FORBIDDEN for all but requester, administrator and order desk.
 */
export async function createInformationLink(
  ctx: Ctx,
  input: OrderInformationLinkCreateInput,
): Promise<CreatedInformationLink> {
  allow(ctx, 'ORDER_READ')
  const order = await findOrderForUpdate(ctx, input.orderId)
  const kinds = capacities(ctx.actor, order)
  if (!givers.some((one) => kinds.has(one)))
    throw refuse('FORBIDDEN', 'Links are made by the requester, an administrator or the order desk.', {
      details: { requiredScopes: [] },
    })
  const hours = input.expiresInHours ?? 72
  if (hours < 1 || hours > mostHours)
    throw refuse('EXPIRY_INVALID', `Use 1 to ${mostHours} hours.`, ['expiresInHours'])
  if (!order.lines.getItems().some((line) => line.status === 'AWAITING_INFORMATION'))
    throw refuse('NO_LINE_WAITS', 'No line of this order waits for information.', ['orderId'])
  const expiresAt = new Date(ctx.clock.now().getTime() + hours * hourMs)
  const { id, sellerId: seller, organizationId: organization, inquiry } = order
  const link = { order: id, seller, organization, inquiry, expires: expiresAt.getTime() }
  recordOrderEvent(ctx, orderInformationLinkCreated, { order })
  const token = writeInformationLink(link, ctx.keys.signing)
  return { url: `${ctx.publicUrl ?? ''}/inquiries/${token}`, expiresAt }
}
