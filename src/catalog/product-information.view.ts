import { Field, ObjectType } from 'type-graphql'
import { ParameterDefinitionView } from './parameter-definition.view.ts'

@ObjectType({
  description:
    'What people want to know before they buy, and the form that provisioning will ask them to fill.',
})
export class ProductInformation {
  @Field(() => String, { description: 'Name of the product.' })
  name!: string

  @Field(() => String, { description: 'One sentence.' })
  summary!: string

  @Field(() => String, { description: 'What it is, in plain text.' })
  description!: string

  @Field(() => [String], { description: 'What it can do, one short sentence each.' })
  features!: string[]

  @Field(() => String, { nullable: true, description: "The vendor's documentation." })
  documentationUrl!: string | null

  @Field(() => String, { nullable: true, description: "The vendor's support." })
  supportUrl!: string | null

  @Field(() => [ParameterDefinitionView], {
    description: 'The provisioning form, in the order in which it is shown.',
  })
  parameters!: ParameterDefinitionView[]
}
