import { Field, InputType } from 'type-graphql'
import { AddressInput } from './address.inputs.ts'
import { CustomAttributeInput, ExternalReferenceInput } from './named-texts.inputs.ts'
import { AccountInput, ContactInput } from './organization.inputs.ts'

@InputType({
  description: 'A customer as your system knows it. Absent: left as it is, or empty when it is new.',
})
export class OrganizationUpsertInput {
  @Field(() => String, { description: 'Your id for it; unique per reseller.' })
  externalReference!: string

  @Field(() => String, { description: 'Company name.' })
  name!: string

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 country, such as DE.' })
  country!: string

  @Field(() => String, { description: 'ISO 4217 currency that it usually buys in, such as EUR.' })
  currency!: string

  @Field(() => String, { nullable: true, description: "IANA time zone; when new: your reseller's." })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'VAT or tax id; null clears.' })
  taxId?: string | null

  @Field(() => String, { nullable: true, description: 'Main internet domain; null clears.' })
  primaryDomain?: string | null

  @Field(() => AddressInput, { nullable: true, description: 'Postal address, as a whole; null clears.' })
  address?: AddressInput | null

  @Field(() => [ExternalReferenceInput], {
    nullable: true,
    description: 'Your ids for it by system, at most 20, as a whole.',
  })
  externalReferences?: ExternalReferenceInput[] | null

  @Field(() => [CustomAttributeInput], {
    nullable: true,
    description: 'Your own facts about it, at most 50, as a whole; no secrets, events carry them.',
  })
  customAttributes?: CustomAttributeInput[] | null

  @Field(() => [AccountInput], {
    nullable: true,
    description: 'Accounts for a new one; when none is given, it gets one in its currency.',
  })
  accounts?: AccountInput[] | null

  @Field(() => [ContactInput], { nullable: true, description: 'Contacts for a new one.' })
  contacts?: ContactInput[] | null
}
