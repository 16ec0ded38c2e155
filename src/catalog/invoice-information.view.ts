import { Field, Int, ObjectType } from 'type-graphql'
import { Address } from '../organizations/address.view.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal, Money } from '../platform/money.view.ts'
import { PriceComponent } from './price-component.view.ts'
import { PriceMargin } from './price-margin.view.ts'
import { TaxInformation } from './tax.view.ts'

@ObjectType({
  description:
    'What ordering an offer would put on invoices (the invoice icon). Net amounts; every line is rounded once.',
})
export class InvoiceInformation {
  @Field(() => Organization, { nullable: true, description: 'Who sends the invoices.' })
  seller!: Organization | null

  @Field(() => Organization, { description: 'Who buys.' })
  organization!: Organization

  @Field(() => Account, { nullable: true, description: 'The account that is charged, when one was given.' })
  account!: Account | null

  @Field(() => Address, {
    nullable: true,
    description: "Invoice address: the account's, else the organization's.",
  })
  billTo!: Address | null

  @Field(() => String, { nullable: true, description: 'VAT or tax id of the buyer.' })
  taxId!: string | null

  @Field(() => String, { nullable: true, description: 'Where the invoice is sent; null: not known yet.' })
  invoiceEmail!: string | null

  @Field(() => Int, {
    nullable: true,
    description: 'Days from the invoice to its due date; null without account.',
  })
  paymentTermsDays!: number | null

  @Field(() => String, { description: 'Product and offer, as the invoice names them.' })
  description!: string

  @Field(() => Decimal, { description: 'The quantity that was asked for.' })
  quantity!: string

  @Field(() => String, { description: 'What the quantity counts.' })
  unitOfMeasure!: string

  @Field(() => CurrencyCode, { description: 'The currency of all amounts.' })
  currency!: string

  @Field(() => Money, { description: 'One unit for one billing period; may have up to 8 digits.' })
  unitPrice!: Money

  @Field(() => Money, {
    nullable: true,
    description: 'The unit price before a discount off the list price; null: none.',
  })
  listUnitPrice!: Money | null

  @Field(() => Decimal, { nullable: true, description: 'The discount in percent; null: none.' })
  discountPercent!: string | null

  @Field(() => [PriceComponent], {
    description: 'All that is charged: each period or once, setup, measured usage; with the tiers.',
  })
  components!: PriceComponent[]

  @Field(() => Money, { description: 'Charged once, with the first invoice.' })
  setupFee!: Money

  @Field(() => Money, { description: 'Quantity times unit price: one billing period.' })
  lineNet!: Money

  @Field(() => Money, { description: 'What falls due at the start, setup fee included.' })
  firstInvoiceTotal!: Money

  @Field(() => Money, { description: 'What each later invoice charges; zero when nothing recurs.' })
  recurringAmount!: Money

  @Field(() => String, {
    nullable: true,
    description: 'How often `recurringAmount` is charged, as an ISO 8601 duration; null when nothing recurs.',
  })
  recurringPeriod!: string | null

  @Field(() => Money, { description: 'The recurring amount spread over months, to compare offers.' })
  monthlyRecurring!: Money

  @Field(() => String, {
    nullable: true,
    description: 'Day of the next invoice when ordered today (yyyy-mm-dd, seller time); null: none.',
  })
  nextBillingDate!: string | null

  @Field(() => Money, { description: 'Setup fee plus every period of the commitment.' })
  totalContractValue!: Money

  @Field(() => String, {
    nullable: true,
    description:
      'First day that is no longer committed (yyyy-mm-dd), which is the renewal date; null without commitment.',
  })
  commitmentEndDate!: string | null

  @Field(() => String, { description: 'First day of the first service period (yyyy-mm-dd, seller time).' })
  servicePeriodStart!: string

  @Field(() => String, {
    nullable: true,
    description: 'First day after the first service period; null: bought once.',
  })
  servicePeriodEnd!: string | null

  @Field(() => Decimal, {
    description: 'Part of a whole period that the first charge is for: days over days of the period.',
  })
  prorationFactor!: string

  @Field(() => Boolean, { description: 'It goes on after its commitment unless somebody ends it.' })
  autoRenew!: boolean

  @Field(() => String, {
    nullable: true,
    description: 'Last day on which a commitment can be cancelled (yyyy-mm-dd); null: no commitment.',
  })
  cancellationWindowEnd!: string | null

  @Field(() => TaxInformation, { description: 'What the tax on the first invoice would be.' })
  tax!: TaxInformation

  @Field(() => PriceMargin, {
    nullable: true,
    description:
      'What your reseller pays, and keeps. Null without PRICE_COST_READ, and when nobody above prices the offer.',
  })
  margin!: PriceMargin | null

  @Field(() => DateTime, { description: 'The price is held until then when ordered now.' })
  validUntil!: Date

  @Field(() => Boolean, {
    description:
      'True: dates move with the day of activation, usage is not known yet, and taxes are estimated.',
  })
  isEstimate!: boolean
}
