import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { DomainError, notFound, refuse, refuseAll } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { replayOrder } from './replay-order.ts'
import { Order } from './order.entity.ts'
import { findSubscriptions } from './find-subscriptions.ts'
import type { OrderStartInput } from './order.inputs.ts'
import { orderDraftCreated } from './orders.events.ts'
import { replaceChanges } from './replace-changes.ts'
import { recordOrderEvent } from './record-order-event.ts'
import { optionalReference } from './reference-texts.ts'
import { refuseOnHold } from './refuse-on-hold.ts'

async function chooseAccount(ctx: Ctx, customer: Organization, accountId?: string | null): Promise<Account> {
  const { sellerId, id: organizationId } = customer
  const accounts = await ctx.em.find(
    Account,
    { sellerId, organizationId },
    { orderBy: { id: 'asc' }, limit: 500 },
  )
  const chosen = accountId ? accounts.find((one) => one.id === accountId) : accounts[0]
  if (accountId && !chosen) throw notFound('account of this organization', ['accountId'])
  if (!accountId && accounts.length > 1)
    throw refuse('ACCOUNT_REQUIRED', `Choose one of the ${accounts.length} accounts of this organization.`, [
      'accountId',
    ])
  refuseOnHold(customer, chosen ?? null)
  if (!chosen) throw refuse('NO_ACCOUNT', 'Add an account to the organization first.', ['organizationId'])
  return chosen
}

async function newDraft(ctx: Ctx, input: OrderStartInput, orderId: string): Promise<Order> {
  // Most customers are the actor's own, and their seller comes with them in one query.
  const [customer] = await Promise.all([
    load(ctx.em, Organization, input.organizationId),
    load(ctx.em, Organization, ctx.actor.sellerId),
  ])
  if (!customer) throw notFound('organization', ['organizationId'])
  inWriteReach(ctx, customer, ['organizationId'])
  if (customer.kind !== 'CUSTOMER')
    throw refuse('ORGANIZATION_NOT_A_CUSTOMER', 'Orders are for customers. Choose one of your customers.', [
      'organizationId',
    ])
  const account = await chooseAccount(ctx, customer, input.accountId)
  const seller = await load(ctx.em, Organization, customer.sellerId)
  if (!seller) throw new Error(`Organization ${customer.id} has a seller out of sight`)
  const { id, name, email, kind } = ctx.actor
  const now = ctx.clock.now()
  return Object.assign(new Order(), {
    id: orderId,
    sellerId: customer.sellerId,
    organizationId: customer.id,
    accountId: account.id,
    requestedById: id,
    parties: {
      seller: { id: seller.id, name: seller.name },
      organization: { id: customer.id, name: customer.name },
      account: { id: account.id, name: account.name },
      requestedBy: { id, name, email, kind },
    },
    type: input.type ?? 'NEW',
    currency: account.currency,
    externalReference: optionalReference(input.externalReference, 'externalReference'),
    createdAt: now,
    updatedAt: now,
  })
}

function requireStartable({ type, cloudSubscriptionIds }: OrderStartInput): void {
  const isChange = type === 'CHANGE' || type === 'CANCELLATION'
  if (type && type !== 'NEW' && !isChange)
    throw refuse(
      'ORDER_TYPE_NOT_SUPPORTED',
      'Orders of this type cannot be placed yet. Use NEW, CHANGE or CANCELLATION.',
      ['type'],
    )
  if (!isChange && cloudSubscriptionIds && cloudSubscriptionIds.length > 0)
    throw refuse('ORDER_TYPE_MISMATCH', 'Use type CHANGE or CANCELLATION for subscriptions.', [
      'cloudSubscriptionIds',
    ])
}

/** A line for each subscription: to be cancelled, or with nothing changed yet. */
async function beginWith(ctx: Ctx, order: Order, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const quantities = await findSubscriptions(ctx, order, ids)
  const action = order.type === 'CANCELLATION' ? 'CANCEL' : 'CHANGE_QUANTITY'
  const changes = ids.map((cloudSubscriptionId) => {
    const quantity = quantities.get(cloudSubscriptionId)?.quantity ?? '1'
    return { cloudSubscriptionId, action, quantity } as const
  })
  try {
    await replaceChanges(ctx, order, changes)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // The client sent ids, not changes.
    refuseAll(error.problems.map((one) => ({ ...one, path: ['cloudSubscriptionIds', one.path[1] ?? '0'] })))
  }
}

/**
 * Starts a draft for a customer and records `order.draft_created`. The account may be left out when the customer has
 * only one. Refuses NOT_FOUND, ACCOUNT_REQUIRED, NO_ACCOUNT, ORGANIZATION_ON_HOLD, ACCOUNT_CREDIT_HOLD,
 * ACCOUNT_ADMIN_HOLD, ORDER_TYPE_NOT_SUPPORTED, ORDER_TYPE_MISMATCH, and for the subscriptions to begin with what
 * `replaceChanges` refuses.
 */
export async function startOrder(ctx: Ctx, input: OrderStartInput): Promise<Order> {
  allow(ctx, 'ORDER_CREATE')
  requireStartable(input)
  const resultId = ctx.ids.next('ord')
  return idempotent(
    ctx,
    { operation: 'orderStart', input, resultId },
    {
      work: async () => {
        const order = await newDraft(ctx, input, resultId)
        ctx.em.persist(order)
        await beginWith(ctx, order, input.cloudSubscriptionIds ?? [])
        recordOrderEvent(ctx, orderDraftCreated, { order })
        return order
      },
      replay: (id) => replayOrder(ctx, id),
    },
  )
}
