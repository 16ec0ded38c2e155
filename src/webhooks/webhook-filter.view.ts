import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql'
import { WebhookFilterOperator } from './webhook-filter.rules.ts'

registerEnumType(WebhookFilterOperator, {
  name: 'WebhookFilterOperator',
  description:
    'ANY_OF and NONE_OF compare texts, LESS_THAN to MORE_THAN decimal numbers. EXISTS: there is something at the path.',
})

@ObjectType({ description: 'Which messages are sent: exactly one of all, any, not, and a comparison.' })
@InputType('WebhookFilterInput', {
  description: 'Which messages are sent: exactly one of all, any, not, and a comparison.',
})
export class WebhookFilterTree {
  @Field(() => [WebhookFilterTree], { nullable: true, description: 'Every one of these holds.' })
  all?: WebhookFilterTree[] | null

  @Field(() => [WebhookFilterTree], { nullable: true, description: 'At least one of these holds.' })
  any?: WebhookFilterTree[] | null

  @Field(() => WebhookFilterTree, { nullable: true, description: 'This does not hold.' })
  not?: WebhookFilterTree | null

  @Field(() => String, {
    nullable: true,
    description:
      'A place in the message, words joined by dots, such as `data.order.status`. One that meets a list looks into every item.',
  })
  path?: string | null

  @Field(() => WebhookFilterOperator, { nullable: true, description: 'How what is there compares.' })
  operator?: WebhookFilterOperator | null

  @Field(() => [String], {
    nullable: true,
    description: 'With what: 1 to 100 texts, one decimal number, or for EXISTS nothing.',
  })
  values?: readonly string[] | null
}
