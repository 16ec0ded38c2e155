import { Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { LineAction, LineChange } from './line-change.view.ts'

/** What a line does, and to what; a part of `OrderLine`. */
@ObjectType({ description: 'What a line does, and to what.' })
export abstract class LineWork {
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
}
