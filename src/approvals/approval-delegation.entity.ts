import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

/** Lets somebody decide in the place of an approver for a while. */
@TenantRows()
@Entity({ tableName: 'approval_delegation' })
@ObjectType({ description: 'Somebody decides in the place of an approver, for a while.' })
export class ApprovalDelegation {
  @Field(() => ID, { description: 'Opaque id (`adg_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => ID, { description: 'The approver in whose place it is decided.' })
  @Property({ type: 'text' })
  fromUserId!: string

  @Field(() => String, { description: "The approver's name when it was made." })
  @Property({ type: 'text' })
  fromUserName!: string

  @Field(() => ID, { description: 'The delegate.' })
  @Property({ type: 'text' })
  toUserId!: string

  @Field(() => String, { description: "The delegate's name when it was made." })
  @Property({ type: 'text' })
  toUserName!: string

  @Field(() => ID, {
    nullable: true,
    description: 'Only for steps that this policy asks for; null: for all.',
  })
  @Property({ type: 'text', nullable: true })
  policyId: string | null = null

  @Field(() => ID, { nullable: true, description: 'Only for orders of this customer; null: of all.' })
  @Property({ type: 'text', nullable: true })
  customerId: string | null = null

  @Field(() => DateTime, { description: 'From when it counts.' })
  @Property({ type: 'datetime' })
  validFrom!: Date

  @Field(() => DateTime, { description: 'Until when it counts, exclusive.' })
  @Property({ type: 'datetime' })
  validTo!: Date

  @Field(() => DateTime, { nullable: true, description: 'When it was ended before its time.' })
  @Property({ type: 'datetime', nullable: true })
  endedAt: Date | null = null

  @Property({ type: 'text' })
  createdBy!: string

  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Property({ type: 'datetime' })
  updatedAt!: Date
}
