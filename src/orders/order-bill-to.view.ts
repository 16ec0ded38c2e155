import { Field, Int, ObjectType } from 'type-graphql'
import { Address } from '../organizations/address.view.ts'

@ObjectType({ description: 'Whom the invoices of an order address, as it was when the contacts were saved.' })
export class OrderBillTo {
  @Field(() => String, { description: 'Name of the customer organization.' })
  name!: string

  @Field(() => String, { description: 'Name of the account.' })
  accountName!: string

  @Field(() => String, { nullable: true, description: 'Tax id of the customer.' })
  taxId!: string | null

  @Field(() => Address, {
    nullable: true,
    description: 'As given for this order, else of the account, else of the organization.',
  })
  address!: Address | null

  @Field(() => Boolean, { description: 'True when the address was given for this order.' })
  isOwnAddress!: boolean

  @Field(() => Int, { description: 'Days from an invoice to its due date.' })
  paymentTermsDays!: number
}
