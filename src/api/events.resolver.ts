import { Args, Ctx as Context, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { findEvents } from '../events/find-events.ts'
import { OutboxEvent } from '../events/outbox-event.entity.ts'
import { connectionOf, type Page } from '../platform/page.ts'
import { offeredEvents } from '../webhooks/offered-events.ts'
import { EventsArgs } from './events.inputs.ts'

const EventConnection = connectionOf(() => OutboxEvent, 'Event')

@Resolver(() => OutboxEvent)
export class EventResolver {
  @Query(() => EventConnection, {
    description:
      'The pull feed: what webhooks tell, oldest first, of your reseller and of those below it. Keep the last cursor and go on `after` it: nothing is skipped. Needs EVENT_READ.',
  })
  events(@Context() ctx: Ctx, @Args(() => EventsArgs) args: EventsArgs): Promise<Page<OutboxEvent>> {
    return findEvents(ctx, args, offeredEvents())
  }
}
