import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { Decimal, Money } from '../platform/money.view.ts'

/** See `TaxTreatment` of the calculator. Keys equal values. */
export const TaxTreatment = {
  DOMESTIC: 'DOMESTIC',
  REVERSE_CHARGE: 'REVERSE_CHARGE',
  DESTINATION: 'DESTINATION',
  OUTSIDE_SCOPE: 'OUTSIDE_SCOPE',
  NOT_CALCULATED: 'NOT_CALCULATED',
} as const
export type TaxTreatment = (typeof TaxTreatment)[keyof typeof TaxTreatment]

registerEnumType(TaxTreatment, {
  name: 'TaxTreatment',
  description:
    "How a supply is taxed. DOMESTIC: at the rate of the seller's country. REVERSE_CHARGE: the buyer accounts for it. DESTINATION: at the rate of the buyer's country. OUTSIDE_SCOPE: no tax of the seller's country. NOT_CALCULATED: the rates are not known.",
})

@ObjectType({ description: 'What the tax on the first invoice would be: an estimate, never tax advice.' })
export class TaxInformation {
  @Field(() => TaxTreatment, { description: 'How it is taxed.' })
  treatment!: TaxTreatment

  @Field(() => String, {
    nullable: true,
    description: 'Stable, such as DE-STANDARD; null when not calculated.',
  })
  code!: string | null

  @Field(() => Decimal, { nullable: true, description: 'Percent; null when not calculated.' })
  rate!: string | null

  @Field(() => Money, {
    nullable: true,
    description:
      'Tax on the first invoice: the sum over its lines, each rounded once; null when not calculated.',
  })
  amount!: Money | null

  @Field(() => Money, {
    nullable: true,
    description: 'First invoice with tax; null when the tax is not calculated.',
  })
  firstInvoiceGross!: Money | null

  @Field(() => String, {
    nullable: true,
    description: 'What the invoice must say, such as the mention of the reverse charge; null: nothing.',
  })
  note!: string | null
}
