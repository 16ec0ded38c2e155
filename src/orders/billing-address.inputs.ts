import { Field, InputType } from 'type-graphql'

@InputType({ description: 'Address of the invoices of one order.' })
export class BillingAddressInput {
  @Field(() => String, { description: 'Street and number.' })
  line1!: string

  @Field(() => String, { nullable: true, description: 'Building, floor, department.' })
  line2?: string | null

  @Field(() => String, { nullable: true, description: 'In the form of the country, where it has them.' })
  postalCode?: string | null

  @Field(() => String, { description: 'City.' })
  city!: string

  @Field(() => String, { nullable: true, description: 'State, province or region; some countries need it.' })
  region?: string | null

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 country, such as DE.' })
  country!: string
}
