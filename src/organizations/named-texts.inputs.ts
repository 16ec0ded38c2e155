import { Field, InputType } from 'type-graphql'

@InputType({ description: 'Your id for something in one of your systems.' })
export class ExternalReferenceInput {
  @Field(() => String, {
    description: 'The system, such as `crm`: 1 to 40 letters, digits, `_`, `-` and `.`.',
  })
  system!: string

  @Field(() => String, { description: 'The id there, at most 120 characters.' })
  reference!: string
}

@InputType({ description: 'A fact of your own about something.' })
export class CustomAttributeInput {
  @Field(() => String, { description: 'Its name: 1 to 40 letters, digits, `_`, `-` and `.`.' })
  key!: string

  @Field(() => String, { description: 'What it says, at most 1,000 characters.' })
  value!: string
}
