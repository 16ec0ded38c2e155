import type { Ctx } from '../access/ctx.ts'
import { Offer } from '../catalog/offer.entity.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import type { Order, OrderLine } from './order.entity.ts'

/** The customer of an order; many orders cost one query. */
export function customerOf(ctx: Pick<Ctx, 'em'>, order: Order): Promise<Organization | null> {
  return load(ctx.em, Organization, order.organizationId)
}

/** The account of an order. */
export function accountOf(ctx: Pick<Ctx, 'em'>, order: Order): Promise<Account | null> {
  return load(ctx.em, Account, order.accountId)
}

/** The offer of a line, as it is now. */
export function offerOf(ctx: Pick<Ctx, 'em'>, line: OrderLine): Promise<Offer | null> {
  return load(ctx.em, Offer, line.offerId)
}
