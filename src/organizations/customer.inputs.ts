import { Field, InputType, Int } from 'type-graphql'
import { AddressInput } from './address.inputs.ts'
import { ContactRole } from './contact.entity.ts'
import { CustomAttributeInput, ExternalReferenceInput } from './named-texts.inputs.ts'

@InputType({ description: 'An account to add: where orders are charged.' })
export class AccountInput {
  @Field(() => String, { description: 'Tells the accounts of an organization apart.' })
  name!: string

  @Field(() => String, { description: 'ISO 4217 currency of its orders; cannot be changed later.' })
  currency!: string

  @Field(() => String, { nullable: true, description: 'Where invoices are sent.' })
  invoiceEmail?: string | null

  @Field(() => Int, { nullable: true, description: 'Days from invoice to due date, 0 to 365; default 30.' })
  paymentTermsDays?: number | null

  @Field(() => AddressInput, { nullable: true, description: 'Invoice address, when it is another one.' })
  address?: AddressInput | null
}

@InputType({ description: 'A contact to add: a person at the organization.' })
export class ContactInput {
  @Field(() => String, { description: 'First name.' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  lastName!: string

  @Field(() => String, { description: 'E-mail address.' })
  email!: string

  @Field(() => String, { nullable: true, description: 'With country code, such as +49 30 12345678.' })
  phone?: string | null

  @Field(() => [ContactRole], { nullable: true, description: 'What the contact is asked about.' })
  roles?: ContactRole[] | null
}

@InputType({ description: 'What may be said of any organization.' })
export abstract class OrganizationFields {
  @Field(() => String, {
    nullable: true,
    description: "IANA time zone; a new one has your reseller's unless you say so.",
  })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'VAT or tax id.' })
  taxId?: string | null

  @Field(() => String, { nullable: true, description: 'Main internet domain, such as company.example.' })
  primaryDomain?: string | null

  @Field(() => AddressInput, { nullable: true, description: 'Postal address, as a whole.' })
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
}

@InputType({ description: 'What is said of a customer that may be new.' })
export abstract class CustomerFields extends OrganizationFields {
  @Field(() => String, { description: 'Company name.' })
  name!: string

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 country, such as DE.' })
  country!: string

  @Field(() => String, { description: 'ISO 4217 currency that it usually buys in, such as EUR.' })
  currency!: string

  @Field(() => [AccountInput], {
    nullable: true,
    description: 'Accounts for a new one; when none is given, it gets one in its currency.',
  })
  accounts?: AccountInput[] | null

  @Field(() => [ContactInput], { nullable: true, description: 'Contacts for a new one.' })
  contacts?: ContactInput[] | null
}
