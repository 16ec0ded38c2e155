import { anonymous, type Actor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { continueAs } from '../access/fork-for.ts'
import { refuse } from '../platform/errors.ts'
import { readInformationLink, type InformationLink } from './information-link.ts'
import { Order } from './order.entity.ts'

/** The holder of a link: sees the orders of this one customer, and may do nothing but answer. */
function holderOf({ seller, organization }: InformationLink): Actor {
  return {
    ...anonymous,
    kind: 'LINK',
    id: 'information-link',
    name: 'Holder of an information link',
    sellerId: seller,
    organizationId: organization,
    permissions: new Set(['ORDER_READ']),
    readableSellers: [seller],
    writableSellers: [seller],
    organizationScope: [organization],
  }
}

const invalid = () =>
  refuse('LINK_INVALID', 'This link has expired, or its questions were answered. Ask for a new one.', [
    'token',
  ])

/** The order that a link is about, and the context of its holder. */
export interface OpenInquiry {
  ctx: Ctx
  order: Order
  expiresAt: Date
}

/**
 * Lets the holder of a link in, for the rest of the running transaction, to the order that it is about. Refuses
 * LINK_INVALID: forged, expired, answered, and overtaken links cannot be told apart.
 */
export async function openInquiry(ctx: Ctx, token: string): Promise<OpenInquiry> {
  const link = readInformationLink(token, ctx.keys.signing)
  if (!link || link.expires <= ctx.clock.now().getTime()) throw invalid()
  const inside = await continueAs(ctx, holderOf(link))
  const order = await inside.em.findOne(Order, { id: link.order }, { populate: ['lines'] })
  const waits = order?.lines.getItems().some((line) => line.status === 'AWAITING_INFORMATION')
  if (!order || !waits || order.inquiry !== link.inquiry) throw invalid()
  return { ctx: inside, order, expiresAt: new Date(link.expires) }
}
