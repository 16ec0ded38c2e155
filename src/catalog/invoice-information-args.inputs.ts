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
}
