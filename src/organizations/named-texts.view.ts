import { Field, ObjectType } from 'type-graphql'

@ObjectType({ description: 'Your id for something in one of your systems.' })
export class ExternalReference {
  @Field(() => String, { description: 'The system, such as `crm` or `erp`.' })
  system!: string

  @Field(() => String, { description: 'The id there.' })
  reference!: string
}

@ObjectType({ description: 'A fact of your own about something.' })
export class CustomAttribute {
  @Field(() => String, { description: 'Its name.' })
  key!: string

  @Field(() => String, { description: 'What it says.' })
  value!: string
}
