import { Field, ID, ObjectType } from 'type-graphql'

@ObjectType({ description: 'Someone who may decide a step. May belong to the reseller above.' })
export class Approver {
  @Field(() => ID, { description: "The user's id." })
  id!: string

  @Field(() => String, { description: "The user's name when approval was asked for." })
  name!: string
}
