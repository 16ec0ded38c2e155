import { Field, ObjectType } from 'type-graphql'
import { Money } from '../platform/money.view.ts'

@ObjectType({
  description:
    'What the promotion of a line makes of its amounts. Each is rounded once; the line and the totals are less it already, but for `lineTotal`, the full price of a period.',
})
export class InvoiceDiscount {
  @Field(() => Money, { description: 'One whole billing period while the promotion lasts.' })
  discountedLineTotal!: Money

  @Field(() => Money, { description: 'The setup fee at the promotion.' })
  discountedSetupFee!: Money

  @Field(() => Money, { description: 'What is taken off what falls due at the start, setup fee included.' })
  firstInvoiceDiscount!: Money

  @Field(() => Money, { description: 'What is taken off the total contract value.' })
  contractDiscount!: Money

  @Field(() => Money, { description: 'What later invoices charge once the promotion is over.' })
  recurringAmountAfter!: Money

  @Field(() => String, {
    nullable: true,
    description:
      'First day (yyyy-mm-dd) at full price; null: nothing that recurs is discounted, or it is for good.',
  })
  endsOn!: string | null
}
