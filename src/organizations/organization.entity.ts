import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { OwnOrganizationRows, TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'
import { Address } from './address.view.ts'

export const OrganizationKind = { PLATFORM: 'PLATFORM', RESELLER: 'RESELLER', CUSTOMER: 'CUSTOMER' } as const
export type OrganizationKind = (typeof OrganizationKind)[keyof typeof OrganizationKind]

export const OrganizationStatus = { ACTIVE: 'ACTIVE', ADMIN_HOLD: 'ADMIN_HOLD' } as const
export type OrganizationStatus = (typeof OrganizationStatus)[keyof typeof OrganizationStatus]

export const ApprovalSubmission = { AUTOMATIC: 'AUTOMATIC', MANUAL: 'MANUAL' } as const
export type ApprovalSubmission = (typeof ApprovalSubmission)[keyof typeof ApprovalSubmission]

/** What orders need that no policy speaks to. Keys equal values. */
export const ApprovalDefault = {
  REQUIRE_ADMINISTRATOR: 'REQUIRE_ADMINISTRATOR',
  APPROVE: 'APPROVE',
} as const
export type ApprovalDefault = (typeof ApprovalDefault)[keyof typeof ApprovalDefault]

registerEnumType(OrganizationKind, {
  name: 'OrganizationKind',
  description: 'What an organization is to us.',
})
registerEnumType(OrganizationStatus, {
  name: 'OrganizationStatus',
  description: 'Organizations on hold cannot order.',
})
registerEnumType(ApprovalDefault, {
  name: 'ApprovalDefault',
  description:
    'What orders need that no policy speaks to. REQUIRE_ADMINISTRATOR: an administrator of the reseller who did not ask. APPROVE: nobody.',
})
registerEnumType(ApprovalSubmission, {
  name: 'ApprovalSubmission',
  description: 'AUTOMATIC: placed orders go to approval at once. MANUAL: they rest until someone sends them.',
})

@TenantRows()
@OwnOrganizationRows()
@Entity({ tableName: 'organization' })
@ObjectType({ implements: Node, description: 'A company: a reseller, or a customer of a reseller.' })
export class Organization {
  @Field(() => ID, { description: 'Opaque id (`org_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => OrganizationKind, { description: 'Reseller or customer.' })
  @Property({ type: 'text' })
  kind!: OrganizationKind

  @Property({ type: 'text', nullable: true })
  parentId: string | null = null

  @Property({ type: 'array' })
  path!: string[]

  @Field(() => String, { description: 'Company name.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 country.' })
  @Property({ type: 'text' })
  country!: string

  @Field(() => String, { description: 'ISO 4217 currency that it usually buys in.' })
  @Property({ type: 'text' })
  currency!: string

  @Field(() => String, { description: 'IANA time zone; decides the day and year of numbers and invoices.' })
  @Property({ type: 'text' })
  timeZone!: string

  @Field(() => String, { nullable: true, description: 'VAT or tax id.' })
  @Property({ type: 'text', nullable: true })
  taxId: string | null = null

  @Field(() => String, { nullable: true, description: 'Main internet domain.' })
  @Property({ type: 'text', nullable: true })
  primaryDomain: string | null = null

  @Field(() => Address, { nullable: true, description: 'Postal address.' })
  @Property({ type: 'json', nullable: true })
  address: Address | null = null

  @Field(() => String, {
    nullable: true,
    description: 'Your id for it, for example from a CRM; unique per reseller.',
  })
  @Property({ type: 'text', nullable: true })
  externalReference: string | null = null

  /** By system. */
  @Property({ type: 'json' })
  externalReferences: Record<string, string> = {}

  /** By name. */
  @Property({ type: 'json' })
  customAttributes: Record<string, string> = {}

  @Field(() => OrganizationStatus, { description: 'Organizations on hold cannot order.' })
  @Property({ type: 'text' })
  status!: OrganizationStatus

  @Field(() => ApprovalSubmission, { description: 'Of a reseller: how placed orders reach approval.' })
  @Property({ type: 'text' })
  approvalSubmission: ApprovalSubmission = 'AUTOMATIC'

  @Field(() => ApprovalDefault, { description: 'Of a reseller: what orders need that no policy speaks to.' })
  @Property({ type: 'text' })
  approvalDefault: ApprovalDefault = 'REQUIRE_ADMINISTRATOR'

  @Field(() => Boolean, {
    description: 'Of a reseller: whether a policy may let a step approve by itself when its time is over.',
  })
  @Property({ type: 'boolean' })
  approvalOnTimeout = false

  @Field(() => Int, { description: 'Grows with every change; pass it as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was added.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
