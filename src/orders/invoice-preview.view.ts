import { Field, Int, ObjectType } from 'type-graphql'
import { InvoiceSeller } from '../catalog/invoice-seller.view.ts'
import { ChargeTiming } from '../catalog/offer.entity.ts'
import { PriceComponent } from '../catalog/price-component.view.ts'
import { PriceMargin } from '../catalog/price-margin.view.ts'
import { TaxInformation } from '../catalog/tax.view.ts'
import { Address } from '../organizations/address.view.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal, Money } from '../platform/money.view.ts'

import { InvoiceDiscount } from './invoice-discount.view.ts'
import { LinePromotion } from './line-promotion.view.ts'

@ObjectType({ description: 'What one line puts on invoices.' })
export class InvoicePreviewLine {
  @Field(() => Int, { description: 'The line.' })
  lineNumber!: number

  @Field(() => String, { description: 'Product and offer, as the invoice names them.' })
  description!: string

  @Field(() => String, { description: "The vendor's part number." })
  vendorPartNumber!: string

  @Field(() => String, { description: 'SKU.' })
  skuCode!: string

  @Field(() => Decimal, { description: 'How many units.' })
  quantity!: string

  @Field(() => String, { description: 'What one unit is.' })
  unitOfMeasure!: string

  @Field(() => Money, { description: 'Price of one unit for one billing period; up to 8 digits.' })
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

  @Field(() => Money, { description: 'Charged once; before a promotion.' })
  setupFee!: Money

  @Field(() => LinePromotion, { nullable: true, description: 'The promotion of the line; null: none.' })
  promotion!: LinePromotion | null

  @Field(() => InvoiceDiscount, { nullable: true, description: 'What that takes off; null: nothing.' })
  discount!: InvoiceDiscount | null

  @Field(() => Money, { description: 'Quantity times unit price, rounded once; before a promotion.' })
  lineTotal!: Money

  @Field(() => Money, { description: 'What of it falls due at the start, setup fee included.' })
  firstInvoiceTotal!: Money

  @Field(() => Money, { description: 'What the next invoice charges, at a promotion while that lasts.' })
  recurringAmount!: Money

  @Field(() => String, { nullable: true, description: 'How often that is, ISO 8601; null: nothing recurs.' })
  chargePeriod!: string | null

  @Field(() => String, { nullable: true, description: 'The next billing day when it starts today.' })
  nextBillingDate!: string | null

  @Field(() => String, { nullable: true, description: 'The renewal day when it starts today; null: none.' })
  commitmentEndDate!: string | null

  @Field(() => String, { nullable: true, description: 'Commitment, ISO 8601; null: none.' })
  commitmentTerm!: string | null

  @Field(() => String, { nullable: true, description: 'Billing period, ISO 8601; null: charged once.' })
  billingPeriod!: string | null

  @Field(() => ChargeTiming, { description: 'When a period is charged.' })
  chargeTiming!: ChargeTiming

  @Field(() => String, { description: 'First day of the first service period (yyyy-mm-dd, seller time).' })
  servicePeriodStart!: string

  @Field(() => String, {
    nullable: true,
    description: 'First day after the first service period; null: bought once.',
  })
  servicePeriodEnd!: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The day (yyyy-mm-dd) that it ends with something else; null: it has a term of its own.',
  })
  coTermDate!: string | null

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

  @Field(() => Money, {
    nullable: true,
    description: 'Tax on what falls due at the start, rounded once; null when not calculated.',
  })
  taxAmount!: Money | null

  @Field(() => PriceMargin, {
    nullable: true,
    description:
      'What your reseller pays, and keeps. Null without PRICE_COST_READ, and when nobody above prices the offer.',
  })
  margin!: PriceMargin | null
}

@ObjectType({ description: 'What recurs at one interval.' })
export class RecurringCharge {
  @Field(() => String, { description: 'The interval, ISO 8601, such as P1M.' })
  chargePeriod!: string

  @Field(() => Money, { description: 'The amount of the next such charge, at promotions while those last.' })
  amount!: Money

  @Field(() => Money, { description: 'The amount of each such charge when all promotions are over.' })
  amountAfterDiscounts!: Money
}

@ObjectType({ description: 'What the order puts on invoices. Net amounts; every line is rounded once.' })
export class OrderInvoicePreview {
  @Field(() => String, { description: 'Who sends the invoices.' })
  sellerName!: string

  @Field(() => InvoiceSeller, { description: 'The legal entity that sends the invoices.' })
  seller!: InvoiceSeller

  @Field(() => String, { description: 'Who is charged.' })
  accountName!: string

  @Field(() => Address, { nullable: true, description: 'Invoice address.' })
  billTo!: Address | null

  @Field(() => String, { nullable: true, description: 'VAT or tax id of the customer.' })
  taxId!: string | null

  @Field(() => String, { nullable: true, description: 'Where the invoice is sent.' })
  invoiceEmail!: string | null

  @Field(() => Int, { description: 'Days from the invoice to its due date.' })
  paymentTermsDays!: number

  @Field(() => String, { nullable: true, description: "The customer's purchase order number." })
  purchaseOrderNumber!: string | null

  @Field(() => String, { nullable: true, description: "The customer's cost center." })
  costCenter!: string | null

  @Field(() => String, { nullable: true, description: 'Your reference for the order.' })
  externalReference!: string | null

  @Field(() => CurrencyCode, { description: 'The currency of all amounts.' })
  currency!: string

  @Field(() => [InvoicePreviewLine], { description: 'The lines.' })
  lines!: InvoicePreviewLine[]

  @Field(() => Money, { description: 'One billing period of every line, before promotions.' })
  lineTotal!: Money

  @Field(() => Money, { description: 'All setup fees, less promotions.' })
  setupTotal!: Money

  @Field(() => Money, { description: 'What falls due at the start, less promotions.' })
  firstInvoiceTotal!: Money

  @Field(() => Money, { description: 'What promotions take off that.' })
  firstInvoiceDiscount!: Money

  @Field(() => Money, {
    description: 'All that recurs, spread over months; less promotions that last as long as the commitment.',
  })
  monthlyRecurring!: Money

  @Field(() => Money, { description: 'All that recurs, taken to twelve months, likewise.' })
  annualRecurring!: Money

  @Field(() => Money, { description: 'Setup fees and every period of the commitments, less promotions.' })
  totalContractValue!: Money

  @Field(() => Money, { description: 'What promotions take off that.' })
  contractDiscount!: Money

  @Field(() => [RecurringCharge], { description: 'What recurs, by interval; intervals are never added up.' })
  recurring!: RecurringCharge[]

  @Field(() => String, { nullable: true, description: 'The earliest next billing day (yyyy-mm-dd).' })
  nextBillingDate!: string | null

  @Field(() => TaxInformation, { description: 'What the tax on the first invoice would be.' })
  tax!: TaxInformation

  @Field(() => Money, {
    nullable: true,
    description:
      'What your reseller keeps of one billing period of every line. Null without PRICE_COST_READ, and when the cost of a line is not known.',
  })
  marginTotal!: Money | null

  @Field(() => DateTime, { nullable: true, description: 'Until when the prices hold.' })
  validUntil!: Date | null

  @Field(() => Boolean, {
    description: 'True until delivered: dates follow activation; taxes are estimated.',
  })
  isEstimate!: boolean
}
