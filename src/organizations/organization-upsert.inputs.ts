import { Field, InputType } from 'type-graphql'
import { CustomerFields } from './customer.inputs.ts'

@InputType({
  description:
    'A customer as your system knows it. Absent: left as it is, or empty when it is new. Null: cleared.',
})
export class OrganizationUpsertInput extends CustomerFields {
  @Field(() => String, { description: 'Your id for it; unique per reseller.' })
  externalReference!: string
}
