import { ArgsType, Field, ID } from 'type-graphql'
import { Decimal } from '../platform/money.view.ts'

@ArgsType()
export class InvoiceInformationArgs {
  @Field(() => Decimal, { description: 'How many units.' })
  quantity!: string

  @Field(() => ID, { description: 'Who buys.' })
  organizationId!: string

  @Field(() => ID, {
    nullable: true,
    description: "The account that is charged; its currency then counts, else the organization's.",
  })
  accountId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The day on which it would start (yyyy-mm-dd); today when absent.',
  })
  startDate?: string | null

  @Field(() => String, {
    nullable: true,
    description:
      'A given end (yyyy-mm-dd), such as that of a running subscription: the first charge is then for the days up to its billing date.',
  })
  coTermDate?: string | null
}
