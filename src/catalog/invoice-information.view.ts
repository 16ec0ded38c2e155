import { Field, ObjectType } from 'type-graphql'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { CurrencyCode, Decimal, Money } from '../platform/money.view.ts'

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

  @Field(() => Decimal, { description: 'The quantity that was asked for.' })
  quantity!: string

  @Field(() => String, { description: 'What the quantity counts.' })
  unitOfMeasure!: string

  @Field(() => CurrencyCode, { description: 'The currency of all amounts.' })
  currency!: string

  @Field(() => Money, { description: 'One unit for one billing period; may have up to 8 digits.' })
  unitPrice!: Money

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

  @Field(() => DateTime, { description: 'The price is held until then when ordered now.' })
  validUntil!: Date

  @Field(() => Boolean, {
    description: 'True: dates move with the day of activation, and usage and taxes are not known yet.',
  })
  isEstimate!: boolean
}
