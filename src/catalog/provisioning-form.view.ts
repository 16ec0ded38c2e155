import { GraphQLJSON } from 'graphql-scalars'
import { Field, ObjectType } from 'type-graphql'
import type { JsonSchema } from './provisioning-form.rules.ts'

@ObjectType({ description: 'What provisioning asks for, as schemas that a form can be drawn from.' })
export class ProvisioningForm {
  @Field(() => GraphQLJSON, {
    description:
      'JSON Schema 2020-12 of an object with the answers by key. What it refuses, the server refuses; the server knows more: numbering plans, postal codes, days that do not exist.',
  })
  jsonSchema!: JsonSchema

  @Field(() => GraphQLJSON, {
    description:
      'Order, groups, help and widgets, in the words of react-jsonschema-form; `ui:options.scope` says whether an answer goes to `values` or to its line.',
  })
  uiSchema!: JsonSchema
}
