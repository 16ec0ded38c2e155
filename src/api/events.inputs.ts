import { ArgsType, Field } from 'type-graphql'
import { PageArgs } from '../platform/page.ts'

@ArgsType()
export class EventsArgs extends PageArgs {
  @Field(() => [String], {
    nullable: true,
    description:
      'Only these: names, words with a star such as `order.*`, or `*`; see `webhookEventTypes`. Absent: all.',
  })
  types?: string[] | null
}
