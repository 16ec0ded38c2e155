import { Field, InputType } from 'type-graphql'
import { CurrencyCode, Decimal } from './money.view.ts'

@InputType({ description: 'An amount of money.' })
export class MoneyInput {
  @Field(() => Decimal, { description: 'The amount, such as "1250.00".' })
  amount!: string

  @Field(() => CurrencyCode, { description: 'Its currency, ISO 4217.' })
  currency!: string
}
