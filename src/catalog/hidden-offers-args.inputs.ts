import { ArgsType, Field, ID } from 'type-graphql'

@ArgsType()
export class HiddenOffersArgs {
  @Field(() => ID, { description: 'Who cannot order them.' })
  organizationId!: string

  @Field(() => ID, {
    nullable: true,
    description:
      'The account that would pay: its currency and its status count. Absent: any account will do.',
  })
  accountId?: string | null
}
