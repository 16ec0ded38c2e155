import { Field, ObjectType } from 'type-graphql'

@ObjectType({ description: 'A header of a request or an answer.' })
export class WebhookSentHeader {
  @Field(() => String, { description: 'Its name, in lower case.' })
  name!: string

  @Field(() => String, { description: 'Its value, `[redacted]` where it may hold a credential.' })
  value!: string
}
