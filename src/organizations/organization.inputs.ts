import { Field, ID, InputType, Int, registerEnumType } from 'type-graphql'
import { SortDirection } from '../platform/sort-direction.view.ts'
import { CustomerFields, OrganizationFields } from './customer.inputs.ts'
import { ExternalReferenceInput } from './named-texts.inputs.ts'
import {
  ApprovalDefault,
  ApprovalSubmission,
  OrganizationKind,
  OrganizationStatus,
} from './organization.entity.ts'

@InputType({ description: 'A customer to add to your reseller.' })
export class OrganizationCreateInput extends CustomerFields {
  @Field(() => String, { nullable: true, description: 'Your id for it; unique per reseller.' })
  externalReference?: string | null

  @Field(() => String, {
    description: 'Any text of yours, at most 255 characters; a repeat with the same key adds nothing.',
  })
  idempotencyKey!: string
}

@InputType({ description: 'What to change of an organization. Absent: unchanged. Null: cleared.' })
export class OrganizationUpdateInput extends OrganizationFields {
  @Field(() => ID, { description: 'Which organization.' })
  organizationId!: string

  @Field(() => String, { nullable: true, description: 'Company name.' })
  name?: string | null

  @Field(() => String, { nullable: true, description: 'ISO 3166-1 alpha-2 country.' })
  country?: string | null

  @Field(() => String, { nullable: true, description: 'ISO 4217 currency for new accounts and price views.' })
  currency?: string | null

  @Field(() => String, { nullable: true, description: 'Your id for it; unique per reseller.' })
  externalReference?: string | null

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
