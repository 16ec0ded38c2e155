import { Field, ObjectType } from 'type-graphql'

@ObjectType({ description: 'The person who agreed to terms.' })
export class Signatory {
  @Field(() => String, { description: 'First name.' })
  firstName!: string

  @Field(() => String, { description: 'Last name.' })
  lastName!: string

  @Field(() => String, { description: 'E-mail address.' })
  email!: string

  @Field(() => String, { nullable: true, description: 'Phone number, E.164.' })
  phone?: string | null
}
