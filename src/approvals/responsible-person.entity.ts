import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

/** What somebody answers for; the same words as those of the approvers that policies name. Keys equal values. */
export const ResponsibilityKind = {
  REQUESTER_MANAGER: 'REQUESTER_MANAGER',
  ACCOUNT_OWNER: 'ACCOUNT_OWNER',
  COST_CENTER_OWNER: 'COST_CENTER_OWNER',
} as const
export type ResponsibilityKind = (typeof ResponsibilityKind)[keyof typeof ResponsibilityKind]

registerEnumType(ResponsibilityKind, {
  name: 'ResponsibilityKind',
  description:
    'What somebody answers for: a user who places orders, an account of a customer, or a cost center.',
})

@TenantRows()
@Entity({ tableName: 'responsible_person' })
@ObjectType({
  description: 'Who answers for a user, an account or a cost center. Policies may ask that person.',
})
export class ResponsiblePerson {
  @Field(() => ID, { description: 'Opaque id (`rsp_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => ResponsibilityKind, { description: 'What for.' })
  @Property({ type: 'text' })
  kind!: ResponsibilityKind

  @Field(() => String, { description: 'The id of the user or account, or the code of the cost center.' })
  @Property({ type: 'text' })
  subject!: string

  @Field(() => ID, { description: 'Who answers.' })
  @Property({ type: 'text' })
  userId!: string

  @Field(() => DateTime, { description: 'Since when.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
