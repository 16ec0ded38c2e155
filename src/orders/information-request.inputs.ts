import { Field, InputType } from 'type-graphql'

@InputType({ description: 'One answer that has to be corrected.' })
export class InformationRequestItemInput {
  @Field(() => String, { description: 'Key of the provisioning question.' })
  key!: string

  @Field(() => String, { description: 'What is wrong with the answer.' })
  message!: string
}
