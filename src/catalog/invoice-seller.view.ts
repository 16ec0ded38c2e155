import { Field, ObjectType } from 'type-graphql'
import { Address } from '../organizations/address.view.ts'

@ObjectType({ description: 'The legal entity that sends the invoices.' })
export class InvoiceSeller {
  @Field(() => String, { description: 'Its name.' })
  name!: string

  @Field(() => String, { nullable: true, description: 'Its VAT or tax id.' })
  taxId!: string | null

  @Field(() => Address, { nullable: true, description: 'Its postal address.' })
  address!: Address | null
}
