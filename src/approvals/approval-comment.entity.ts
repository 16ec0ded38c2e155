import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'

/** What somebody said about a request. Append-only: the database refuses changes. Not for customers. */
@TenantRows()
@Entity({ tableName: 'approval_comment' })
@ObjectType({ description: 'What somebody said about a request; it decides nothing. Never changed.' })
export class ApprovalComment {
  @Field(() => ID, { description: 'Opaque id (`apc_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  requestId!: string

  @Field(() => ID, { description: 'Who said it: a user or an API key.' })
  @Property({ type: 'text' })
  authorId!: string

  @Field(() => String, { description: 'The name at that time.' })
  @Property({ type: 'text' })
  authorName!: string

  @Field(() => String, { description: 'What was said.' })
  @Property({ type: 'text' })
  body!: string

  @Field(() => DateTime, { description: 'When it was said.' })
  @Property({ type: 'datetime' })
  createdAt!: Date
}
