import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { findOrder } from '../orders/find-order.ts'
import { Order } from '../orders/order.entity.ts'
import { findOrganization } from '../organizations/find-organization.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { Money, money } from '../platform/money.view.ts'
import type { Page } from '../platform/page.ts'
import { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { billingReferencesOf, currentBillingReference } from './billing-references-of.ts'
import { findCloudSubscription } from './find-cloud-subscription.ts'
import { historyOf } from './history-of.ts'
import { listCloudSubscriptions } from './list-cloud-subscriptions.ts'
import { renewalsOf, upcomingRenewalOf } from './renewals-of.ts'
import { reportLineDelivery } from './report-line-delivery.ts'
import { setBillingReference } from './set-billing-reference.ts'
import { SubscriptionBillingReference } from './subscription-billing-reference.entity.ts'
import { SubscriptionRenewal } from './subscription-renewal.entity.ts'
import { subscriptionsOfOrder } from './subscriptions-of-order.ts'
import {
  CloudSubscriptionsArgs,
  CloudSubscriptionSetBillingReferenceInput,
  OrderLineFulfilInput,
} from './subscriptions.inputs.ts'
import {
  CloudSubscriptionConnection,
  CloudSubscriptionHistoryEntry,
  CloudSubscriptionSetBillingReferencePayload,
  OrderLineFulfilPayload,
} from './subscriptions.view.ts'

@Resolver(() => CloudSubscription)
export class CloudSubscriptionResolver {
  @Query(() => CloudSubscription, {
    nullable: true,
    description: 'One cloud subscription; null when you cannot see it.',
  })
  cloudSubscription(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<CloudSubscription | null> {
    return findCloudSubscription(ctx, id)
  }

  @Query(() => CloudSubscriptionConnection, { description: 'What your customers have, newest first.' })
  cloudSubscriptions(
    @Context() ctx: Ctx,
    @Args(() => CloudSubscriptionsArgs) args: CloudSubscriptionsArgs,
  ): Promise<Page<CloudSubscription>> {
    return listCloudSubscriptions(ctx, args)
  }

  @Mutation(() => OrderLineFulfilPayload, {
    description: 'Reports that a line was delivered outside; its cloud subscription is made.',
  })
  async orderLineFulfil(
    @Context() ctx: Ctx,
    @Arg('input', () => OrderLineFulfilInput) input: OrderLineFulfilInput,
  ): Promise<Partial<OrderLineFulfilPayload>> {
    return { order: await reportLineDelivery(ctx, input) }
  }

  @Mutation(() => CloudSubscriptionSetBillingReferencePayload, {
    description:
      'Sets what invoices carry from a day on, such as a new purchase order number. Needs SUBSCRIPTION_BILLING. Tells subscription.billing_reference_changed.',
  })
  async cloudSubscriptionSetBillingReference(
    @Context() ctx: Ctx,
    @Arg('input', () => CloudSubscriptionSetBillingReferenceInput)
    input: CloudSubscriptionSetBillingReferenceInput,
  ): Promise<Partial<CloudSubscriptionSetBillingReferencePayload>> {
    return { cloudSubscription: await setBillingReference(ctx, input) }
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What invoices of today carry; null: nothing was set.',
  })
  billingReference(@Context() ctx: Ctx, @Root() subscription: CloudSubscription): Promise<string | null> {
    return currentBillingReference(ctx, subscription)
  }

  @FieldResolver(() => [SubscriptionBillingReference], {
    description: 'What invoices carried and will carry, by the day on which it begins; the latest first.',
  })
  billingReferences(
    @Context() ctx: Ctx,
    @Root() subscription: CloudSubscription,
  ): Promise<SubscriptionBillingReference[]> {
    return billingReferencesOf(ctx, subscription)
  }

  @FieldResolver(() => [CloudSubscriptionHistoryEntry], {
    description: 'The order lines that made, changed or cancelled it, oldest first; drafts are left out.',
  })
  history(
    @Context() ctx: Ctx,
    @Root() subscription: CloudSubscription,
  ): Promise<CloudSubscriptionHistoryEntry[]> {
    return historyOf(ctx, subscription)
  }

  @FieldResolver(() => SubscriptionRenewal, {
    nullable: true,
    description:
      'How it renews when its term ends, and at which price; null before it was told (RENEWAL_NOTICE_DAYS), and when it does not renew.',
  })
  upcomingRenewal(
    @Context() ctx: Ctx,
    @Root() subscription: CloudSubscription,
  ): Promise<SubscriptionRenewal | null> {
    return upcomingRenewalOf(ctx, subscription)
  }

  @FieldResolver(() => [SubscriptionRenewal], {
    description: 'Its renewals so far, oldest first; each with the term before.',
  })
  renewals(@Context() ctx: Ctx, @Root() subscription: CloudSubscription): Promise<SubscriptionRenewal[]> {
    return renewalsOf(ctx, subscription)
  }

  @FieldResolver(() => Money, { description: 'Of one unit for one billing period.' })
  unitPrice(@Root() subscription: CloudSubscription): Money {
    return money(subscription.unitPrice, subscription.currency)
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'The customer that has it.' })
  organization(@Context() ctx: Ctx, @Root() subscription: CloudSubscription): Promise<Organization | null> {
    return findOrganization(ctx, subscription.organizationId)
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The order that it came from.' })
  order(@Context() ctx: Ctx, @Root() subscription: CloudSubscription): Promise<Order | null> {
    return findOrder(ctx, subscription.orderId)
  }
}

@Resolver(() => SubscriptionRenewal)
export class CloudSubscriptionRenewalResolver {
  @FieldResolver(() => Money, {
    nullable: true,
    description: 'Of one unit for one billing period of the new term; null while it is HELD.',
  })
  unitPrice(@Root() { unitPrice, currency }: SubscriptionRenewal): Money | null {
    return unitPrice === null ? null : money(unitPrice, currency)
  }

  @FieldResolver(() => Money, { description: 'Of one unit for one billing period of the term before.' })
  unitPriceBefore(@Root() { before, currency }: SubscriptionRenewal): Money {
    return money(before.unitPrice, currency)
  }
}

@Resolver(() => Order)
export class OrderSubscriptionsResolver {
  @FieldResolver(() => [CloudSubscription], { description: 'What it has delivered, oldest first.' })
  cloudSubscriptions(@Context() ctx: Ctx, @Root() order: Order): Promise<CloudSubscription[]> {
    return subscriptionsOfOrder(ctx, order)
  }
}
