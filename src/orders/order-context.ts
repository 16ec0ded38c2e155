import type { Ctx } from '../access/ctx.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import type { Order } from './order.entity.ts'

/** Those whom an order is about, as they are now. */
export interface OrderContext {
  /** The customer. */
  organization: Organization
  account: Account
  seller: Organization
}

/** Reads customer, account and seller of an order; orders of one tick share the queries. */
export async function orderContext(
  ctx: Pick<Ctx, 'em'>,
  order: Pick<Order, 'id' | 'organizationId' | 'accountId' | 'sellerId'>,
): Promise<OrderContext> {
  const [organization, seller, account] = await Promise.all([
    load(ctx.em, Organization, order.organizationId),
    load(ctx.em, Organization, order.sellerId),
    load(ctx.em, Account, order.accountId),
  ])
  if (!organization || !seller || !account) throw new Error(`Order ${order.id} refers to rows out of sight`)
  return { organization, account, seller }
}
