import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

@TenantRows()
@Entity({ tableName: 'approver_group' })
@ObjectType({ implements: Node, description: 'People whom policies ask under one name.' })
export class ApproverGroup {
  @Field(() => ID, { description: 'Opaque id (`apg_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Field(() => String, { description: 'Name for people; unique per reseller.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => [ID], {
    description: 'Users and API keys. Who is not active, or may not decide, is not asked.',
  })
  @Property({ type: 'array' })
  memberIds!: string[]

  @Field(() => Int, { description: 'Grows with every change; pass it as `expectedVersion`.' })
  @Property({ type: 'integer' })
  version = 1

  @Field(() => DateTime, { description: 'When it was made.' })
  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
