import { Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { LineConditions } from './line-conditions.entity.ts'
import { LineAction, LineChange } from './line-change.view.ts'
import { InformationRequest, LineFailure } from './order-parts.view.ts'
import { OrderLineStatus } from './order-status.ts'

/** What a line does, to what, and how far it is; a part of `OrderLine`. */
@ObjectType({ description: 'What a line does, to what, and how far it is.' })
export abstract class LineWork extends LineConditions {
  @Field(() => LineAction, { description: 'What the line does; ADD in orders of type NEW.' })
  @Property({ type: 'text' })
  action: LineAction = 'ADD'

  @Field(() => ID, {
    nullable: true,
    description:
      'The cloud subscription that it changes or cancels; of an add-on to one that runs, the base.',
  })
  @Property({ type: 'text', nullable: true })
  subscriptionId: string | null = null

  /** The subscription's version that the line was saved against. */
  @Property({ type: 'integer', nullable: true })
  subscriptionVersion: number | null = null

  @Field(() => LineChange, { nullable: true, description: 'What it changes; null when it adds.' })
  @Property({ type: 'json', nullable: true })
  change: LineChange | null = null

  /** An attempt whose outcome nobody knows: its provider is asked before anything is asked again. */
  @Property({ type: 'integer', nullable: true })
  unknownAttempt: number | null = null

  @Field(() => OrderLineStatus, { description: 'Where its service stands.' })
  @Property({ type: 'text' })
  status: OrderLineStatus = 'PENDING'

  @Field(() => Int, { description: 'How often delivery was begun.' })
  @Property({ type: 'integer' })
  attempt = 0

  @Field(() => String, { nullable: true, description: "The vendor's id of what was delivered." })
  @Property({ type: 'text', nullable: true })
  vendorReference: string | null = null

  @Field(() => LineFailure, { nullable: true, description: 'Why it failed last.' })
  @Property({ type: 'json', nullable: true })
  failure: LineFailure | null = null

  @Field(() => InformationRequest, { nullable: true, description: 'What is asked before it can go on.' })
  @Property({ type: 'json', nullable: true })
  informationRequest: InformationRequest | null = null

  @Field(() => DateTime, { nullable: true, description: 'When it was delivered.' })
  @Property({ type: 'datetime', nullable: true })
  fulfilledAt: Date | null = null
}
