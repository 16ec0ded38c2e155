import { GraphQLJSONObject } from 'graphql-scalars'
import { Field, ID, ObjectType } from 'type-graphql'

@ObjectType({ description: 'An event that endpoints can hear.' })
export class WebhookEventType {
  @Field(() => String, { description: 'Its name, such as `order.placed`. Never changed once published.' })
  name!: string

  @Field(() => String, { description: 'What it tells, and what it is for.' })
  description!: string

  @Field(() => String, { description: 'Release that tells it first.' })
  since!: string

  @Field(() => String, { description: 'Kind of thing that it is about, such as `order`.' })
  subjectType!: string

  @Field(() => GraphQLJSONObject, { description: 'JSON Schema (draft 2020-12) of `data`.' })
  schema!: Record<string, unknown>

  @Field(() => GraphQLJSONObject, { description: 'A plausible `data`.' })
  example!: Record<string, unknown>
}

@ObjectType({ description: 'What an endpoint would receive for an event.' })
export class WebhookPayloadPreview {
  @Field(() => ID, { description: 'Id of the event.' })
  eventId!: string

  @Field(() => String, { description: 'Name of the event.' })
  eventType!: string

  @Field(() => String, { description: 'The exact text that would be sent and signed.' })
  body!: string

  @Field(() => GraphQLJSONObject, { description: 'The headers that belong to it, such as its type.' })
  headers!: Record<string, string>

  @Field(() => Boolean, { description: 'False when the filter of the endpoint keeps it back.' })
  passesFilter!: boolean
}
