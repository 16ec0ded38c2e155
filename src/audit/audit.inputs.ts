import { ArgsType, Field, ID, InputType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { PageArgs } from '../platform/page.ts'

@InputType({ description: 'Which entries. All given conditions must hold.' })
export class AuditEventWhere {
  @Field(() => ID, {
    nullable: true,
    description: 'Of this reseller’s chain, yours or one below you; absent: yours.',
  })
  sellerId?: string | null

  @Field(() => String, { nullable: true, description: 'With exactly this name, such as `order.approved`.' })
  type?: string | null

  @Field(() => ID, { nullable: true, description: 'About this thing: an order, a user, an endpoint ...' })
  subjectId?: string | null

  @Field(() => ID, {
    nullable: true,
    description: 'Done by this user or API key; `system`: the product itself.',
  })
  actorId?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Happened at or after this instant.' })
  since?: Date | null

  @Field(() => DateTime, { nullable: true, description: 'Happened before this instant.' })
  until?: Date | null
}

@ArgsType()
export class AuditEventsArgs extends PageArgs {
  @Field(() => AuditEventWhere, { nullable: true, description: 'Which ones; absent: all of your own chain.' })
  where?: AuditEventWhere | null
}
