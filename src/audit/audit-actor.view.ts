import { Field, ID, ObjectType } from 'type-graphql'

@ObjectType({ description: 'Who did something, as it was known then.' })
export class AuditActor {
  @Field(() => String, {
    description: '`USER`, `API_KEY`, `LINK` (of somebody who was sent one), `SYSTEM` or `ANONYMOUS`.',
  })
  kind!: string

  @Field(() => ID, { description: 'Id of the user or API key; `system` for the product itself.' })
  id!: string

  @Field(() => String, { description: 'Its name at that time.' })
  name!: string
}
