import { Arg, Args, Ctx as Context, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { Offer } from '../catalog/offer.entity.ts'
import { ApprovalRequest } from '../approvals/approval-request.entity.ts'
import { approvalsOf } from '../approvals/approvals-of.ts'
import { PriceMargin } from '../catalog/price-margin.view.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { money, Money } from '../platform/money.view.ts'
import type { Page } from '../platform/page.ts'
import { acceptancesOf } from '../terms/acceptances-of.ts'
import type { TermsChange } from '../terms/find-terms-changes.ts'
import { TermsAcceptance } from '../terms/terms-acceptance.entity.ts'
import { TermsChangeView } from '../terms/terms-reports.view.ts'
import { TermsVersion } from '../terms/terms-version.entity.ts'
import { findAllowedActions } from './find-allowed-actions.ts'
import { findOrder } from './find-order.ts'
import { findOrders } from './find-orders.ts'
import { inheritableAnswers } from './inheritable-answers.ts'
import { linesOf } from './lines-of.ts'
import { listAnswers } from './list-answers.ts'
import { marginOfLine } from './margin-of-line.ts'
import { OrderRequester } from './order-parts.view.ts'
import { ProvisioningValue } from './provisioning-value.view.ts'
import { OrderAction } from './order-status.ts'
import { accountOf, customerOf, offerOf } from './order-relations.ts'
import { Order, OrderLine } from './order.entity.ts'
import { OrderConnection } from './order-payloads.view.ts'
import { ApprovalPreview, OrderStageReport, OrderSummary, OrderValidation } from './order.view.ts'
import { OrderInvoicePreview } from './invoice-preview.view.ts'
import { OrdersArgs } from './orders.inputs.ts'
import { previewInvoice } from './preview-invoice.ts'
import { previewOrderApproval } from './preview-order-approval.ts'
import { readStages } from './read-stages.ts'
import { requiredOrderTerms } from './required-order-terms.ts'
import { requiredOrderTermsChanges } from './required-order-terms-changes.ts'
import { lineTotal, summarizeOrder } from './summarize-order.ts'
import { validateOrder } from './validate-order.ts'

@Resolver(() => Order)
export class OrderResolver {
  @Query(() => Order, { nullable: true, description: 'One order; null when you cannot see it.' })
  order(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Order | null> {
    return findOrder(ctx, id)
  }

  @Query(() => OrderConnection, {
    description: 'Orders of your reseller and of those below it, newest first.',
  })
  orders(@Context() ctx: Ctx, @Args(() => OrdersArgs) args: OrdersArgs): Promise<Page<Order>> {
    return findOrders(ctx, args)
  }

  @Query(() => OrderValidation, {
    description: 'What orderSubmit would say about a draft now, besides its terms. Changes nothing.',
  })
  orderValidate(
    @Context() ctx: Ctx,
    @Arg('orderId', () => ID, { description: 'The order.' }) orderId: string,
  ): Promise<OrderValidation> {
    return validateOrder(ctx, orderId)
  }

  @FieldResolver(() => Organization, { nullable: true, description: 'The customer.' })
  organization(@Context() ctx: Ctx, @Root() order: Order): Promise<Organization | null> {
    return customerOf(ctx, order)
  }

  @FieldResolver(() => Account, { nullable: true, description: 'The account that is charged.' })
  account(@Context() ctx: Ctx, @Root() order: Order): Promise<Account | null> {
    return accountOf(ctx, order)
  }

  @FieldResolver(() => OrderRequester, { description: 'Who started the order.' })
  requestedBy(@Root() order: Order): OrderRequester {
    return order.parties.requestedBy
  }

  @FieldResolver(() => [OrderLine], { description: 'The lines, by number.' })
  lines(@Root() order: Order): Promise<OrderLine[]> {
    return linesOf(order)
  }

  @FieldResolver(() => [ProvisioningValue], { description: 'Answers that hold for the whole order.' })
  provisioning(@Root() order: Order): ProvisioningValue[] {
    return listAnswers(order)
  }

  @FieldResolver(() => [ProvisioningValue], {
    description:
      'What the customer and the reseller answered before: the next save of the stage takes it over where the order says nothing itself.',
  })
  inheritableProvisioning(@Context() ctx: Ctx, @Root() order: Order): Promise<ProvisioningValue[]> {
    return inheritableAnswers(ctx, order)
  }

  @FieldResolver(() => [OrderStageReport], {
    description: 'How far the four stages are, and what is still wrong; by the rules that orderSubmit asks.',
  })
  stages(@Context() ctx: Ctx, @Root() order: Order): Promise<OrderStageReport[]> {
    return readStages(ctx, order)
  }

  @FieldResolver(() => OrderSummary, { description: 'All that was entered, on one page.' })
  summary(@Root() order: Order): Promise<OrderSummary> {
    return summarizeOrder(order)
  }

  @FieldResolver(() => OrderInvoicePreview, { description: 'What the order puts on invoices.' })
  invoicePreview(@Context() ctx: Ctx, @Root() order: Order): Promise<OrderInvoicePreview> {
    return previewInvoice(ctx, order)
  }

  @FieldResolver(() => [TermsVersion], {
    description: 'Terms to show and to accept with orderSubmit: pass the ids of all of them.',
  })
  requiredTerms(@Context() ctx: Ctx, @Root() order: Order): Promise<TermsVersion[]> {
    return requiredOrderTerms(ctx, order)
  }

  @FieldResolver(() => [TermsChangeView], {
    description:
      'The terms to accept, each line by line against the version that this customer accepted last.',
  })
  requiredTermsChanges(@Context() ctx: Ctx, @Root() order: Order): Promise<TermsChange[]> {
    return requiredOrderTermsChanges(ctx, order)
  }

  @FieldResolver(() => [TermsAcceptance], {
    description:
      'Terms that were accepted when it was submitted, with their evidence; the latest revision first.',
  })
  termsAcceptances(@Context() ctx: Ctx, @Root() order: Order): Promise<TermsAcceptance[]> {
    return acceptancesOf(ctx, order.id)
  }

  @FieldResolver(() => ApprovalPreview, { description: 'Whose approval the order would need as it stands.' })
  approvalPreview(@Context() ctx: Ctx, @Root() order: Order): Promise<ApprovalPreview> {
    return previewOrderApproval(ctx, order)
  }

  @FieldResolver(() => [ApprovalRequest], { description: 'Its approval requests, the latest first.' })
  approvals(@Context() ctx: Ctx, @Root() order: Order): Promise<ApprovalRequest[]> {
    return approvalsOf(ctx, order.id)
  }

  @FieldResolver(() => [OrderAction], {
    description: 'What you may do with the order now. Draw your buttons from it.',
  })
  allowedActions(@Context() ctx: Ctx, @Root() order: Order): Promise<OrderAction[]> {
    return findAllowedActions(ctx, order)
  }
}

@Resolver(() => OrderLine)
export class OrderLineResolver {
  @FieldResolver(() => Offer, { nullable: true, description: 'The offer as it is now; `item` is as bought.' })
  offer(@Context() ctx: Ctx, @Root() line: OrderLine): Promise<Offer | null> {
    return offerOf(ctx, line)
  }

  @FieldResolver(() => Money, { description: 'Price of one unit for one billing period; up to 8 digits.' })
  unitPrice(@Root() line: OrderLine): Money {
    return money(line.unitPrice, line.currency)
  }

  @FieldResolver(() => Money, { description: 'Charged once for the line.' })
  setupFee(@Root() line: OrderLine): Money {
    return money(line.setupFee, line.currency)
  }

  @FieldResolver(() => Money, { description: 'Quantity times unit price, rounded once.' })
  lineTotal(@Root() line: OrderLine): Money {
    return lineTotal(line)
  }

  @FieldResolver(() => PriceMargin, {
    nullable: true,
    description:
      'What your reseller pays, and keeps. Null without PRICE_COST_READ, and when nobody above prices the offer.',
  })
  margin(@Context() ctx: Ctx, @Root() line: OrderLine): PriceMargin | null {
    return marginOfLine(ctx, line)
  }

  @FieldResolver(() => [ProvisioningValue], { description: 'Its provisioning answers.' })
  provisioning(@Root() line: OrderLine): ProvisioningValue[] {
    return listAnswers(line)
  }
}
