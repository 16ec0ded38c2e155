import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql'
import { SortDirection } from '../platform/sort-direction.view.ts'
import { AddressInput } from './address.inputs.ts'
import { ContactRole } from './contact.entity.ts'
import { CustomAttributeInput, ExternalReferenceInput } from './named-texts.inputs.ts'
import {
  ApprovalDefault,
  ApprovalSubmission,
  OrganizationKind,
  OrganizationStatus,
} from './organization.entity.ts'

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

@InputType({ description: 'A customer to add to your reseller.' })
export class OrganizationCreateInput {
  @Field(() => String, { description: 'Company name.' })
  name!: string

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 country, such as DE.' })
  country!: string

  @Field(() => String, { description: 'ISO 4217 currency that it usually buys in, such as EUR.' })
  currency!: string

  @Field(() => String, { nullable: true, description: "IANA time zone; default: your reseller's." })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'VAT or tax id.' })
  taxId?: string | null

  @Field(() => String, { nullable: true, description: 'Main internet domain, such as company.example.' })
  primaryDomain?: string | null

  @Field(() => AddressInput, { nullable: true, description: 'Postal address.' })
  address?: AddressInput | null

  @Field(() => String, { nullable: true, description: 'Your id for it; unique per reseller.' })
  externalReference?: string | null

  @Field(() => [ExternalReferenceInput], {
    nullable: true,
    description: 'Your ids for it by system, at most 20.',
  })
  externalReferences?: ExternalReferenceInput[] | null

  @Field(() => [CustomAttributeInput], {
    nullable: true,
    description: 'Your own facts about it, at most 50; no secrets, events carry them.',
  })
  customAttributes?: CustomAttributeInput[] | null

  @Field(() => [AccountInput], {
    nullable: true,
    description: 'Its accounts; when none is given, one is made in its currency.',
  })
  accounts?: AccountInput[] | null

  @Field(() => [ContactInput], { nullable: true, description: 'Its contacts.' })
  contacts?: ContactInput[] | null

  @Field(() => String, {
    description: 'Any text of yours, at most 255 characters; a repeat with the same key adds nothing.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'What to change of an organization. Absent: unchanged. Null: cleared.' })
export class OrganizationUpdateInput {
  @Field(() => ID, { description: 'Which organization.' })
  organizationId!: string

  @Field(() => String, { nullable: true, description: 'Company name.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2 country.' })
  country?: string | null

  @Field(() => String, { nullable: true, description: 'ISO 4217 currency for new accounts and price views.' })
  currency?: string | null

  @Field(() => String, { nullable: true, description: 'IANA time zone.' })
  timeZone?: string | null

  @Field(() => String, { nullable: true, description: 'VAT or tax id.' })
  taxId?: string | null

  @Field(() => String, { nullable: true, description: 'Main internet domain.' })
  primaryDomain?: string | null

  @Field(() => AddressInput, { nullable: true, description: 'Postal address, as a whole.' })
  address?: AddressInput | null

  @Field(() => String, { nullable: true, description: 'Your id for it; unique per reseller.' })
  externalReference?: string | null

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

  @Field(() => OrganizationStatus, {
    nullable: true,
    description: 'ADMIN_HOLD stops new orders. Needs ORGANIZATION_HOLD.',
  })
  status?: OrganizationStatus | null

  @Field(() => ApprovalSubmission, {
    nullable: true,
    description: 'Of your own reseller only: how placed orders reach approval.',
  })
  approvalSubmission?: ApprovalSubmission | null

  @Field(() => ApprovalDefault, {
    nullable: true,
    description: 'Of your own reseller only: what orders need that no policy speaks to.',
  })
  approvalDefault?: ApprovalDefault | null

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Of your own reseller only: whether a policy may let time approve. Off unless you turn it on.',
  })
  approvalOnTimeout?: boolean | null

  @Field(() => Int, {
    nullable: true,
    description: 'The version that you read: the change is refused when somebody was faster.',
  })
  expectedVersion?: number | null
}

@InputType({ description: 'Which organizations. All given conditions must hold.' })
export class OrganizationWhere {
  @Field(() => OrganizationKind, { nullable: true, description: 'Resellers or customers.' })
  kind?: OrganizationKind | null

  @Field(() => OrganizationStatus, { nullable: true, description: 'Active or on hold.' })
  status?: OrganizationStatus | null

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2 country.' })
  country?: string | null

  @Field(() => String, { nullable: true, description: 'Exactly your id for it.' })
  externalReference?: string | null

  @Field(() => ExternalReferenceInput, { nullable: true, description: 'With this id in this system.' })
  hasReference?: ExternalReferenceInput | null
}

export const OrganizationSort = { NAME: 'NAME', CREATED_AT: 'CREATED_AT' } as const
export type OrganizationSort = (typeof OrganizationSort)[keyof typeof OrganizationSort]

registerEnumType(OrganizationSort, {
  name: 'OrganizationSort',
  description: 'What organizations are sorted by.',
})

@InputType({ description: 'How organizations are sorted.' })
export class OrganizationOrderBy {
  @Field(() => OrganizationSort, { description: 'By name, or by when they were added.' })
  field!: OrganizationSort

  @Field(() => SortDirection, { description: 'Ascending or descending.', defaultValue: SortDirection.ASC })
  direction: SortDirection = SortDirection.ASC
}
