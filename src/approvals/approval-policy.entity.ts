import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

export const ApprovalPolicyStatus = { ACTIVE: 'ACTIVE', INACTIVE: 'INACTIVE', ARCHIVED: 'ARCHIVED' } as const
export type ApprovalPolicyStatus = (typeof ApprovalPolicyStatus)[keyof typeof ApprovalPolicyStatus]

registerEnumType(ApprovalPolicyStatus, {
  name: 'ApprovalPolicyStatus',
  description:
    'Only ACTIVE policies count. ARCHIVED ones are kept for the requests that name them, for good.',
})

/** Says which orders need whose approval. What it says is in its versions, which are never changed. */
@TenantRows()
@Entity({ tableName: 'approval_policy' })
@ObjectType({
  implements: Node,
  description: 'A rule of a reseller about which orders need whose approval, over all its versions.',
})
export class ApprovalPolicy {
  @Field(() => ID, { description: 'Opaque id (`app_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => String, { description: 'Name for people, in every reason; unique per reseller.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => ApprovalPolicyStatus, { description: 'Only ACTIVE policies count.' })
  @Property({ type: 'text' })
  status!: ApprovalPolicyStatus

  @Field(() => Boolean, { description: 'Whether it holds for the resellers below as well.' })
  @Property({ type: 'boolean' })
  passesDown = true

  @Field(() => Int, { description: 'Of what it says now; pass it as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
