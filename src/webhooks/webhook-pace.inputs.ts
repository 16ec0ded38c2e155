import { Field, InputType, Int } from 'type-graphql'
import { WebhookDisablePolicy, WebhookOrdering } from './webhook-endpoint.entity.ts'

@InputType({ description: 'How fast and in which order an endpoint is told.' })
export abstract class WebhookPaceFields {
  @Field(() => WebhookOrdering, {
    nullable: true,
    description: 'In which order events are sent; PER_SUBJECT unless chosen.',
  })
  ordering?: WebhookOrdering | null

  @Field(() => Int, {
    nullable: true,
    description: 'How many requests are under way at a time, 1 to 50; 5 unless chosen.',
  })
  maxConcurrency?: number | null

  @Field(() => Int, {
    nullable: true,
    description: 'How many requests are begun a second, 1 to 1000; null: no limit.',
  })
  maxPerSecond?: number | null

  @Field(() => WebhookDisablePolicy, {
    nullable: true,
    description: 'What becomes of it when it fails for days; AFTER_FAILURES unless chosen.',
  })
  disablePolicy?: WebhookDisablePolicy | null
}
