import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql'
import { ParameterScope, ParameterType, type ParameterDefinition } from './parameters.rules.ts'

registerEnumType(ParameterType, {
  name: 'ParameterType',
  description: 'The kind of answer that a provisioning question asks for.',
})
registerEnumType(ParameterScope, {
  name: 'ParameterScope',
  description: 'ORDER: asked once for the order. LINE: asked for each line.',
})

@ObjectType('ParameterOption', { description: 'One answer of a choice.' })
export class ParameterOptionView {
  @Field(() => String, { description: 'What you send.' })
  value!: string

  @Field(() => String, { description: 'What people read.' })
  label!: string
}

@ObjectType('ParameterDefinition', { description: 'One question of the provisioning form.' })
export class ParameterDefinitionView implements ParameterDefinition {
  @Field(() => String, { description: 'Name of the answer in the provisioning stage.' })
  key!: string

  @Field(() => String, { description: 'The question, for people.' })
  label!: string

  @Field(() => String, { nullable: true, description: 'Help below the field.' })
  hint?: string

  @Field(() => ParameterType, { description: 'The kind of answer.' })
  type!: ParameterType

  @Field(() => ParameterScope, { description: 'Asked once for the order, or for each line.' })
  scope!: ParameterScope

  @Field(() => Boolean, { description: 'True when the order cannot be submitted without it.' })
  required!: boolean

  @Field(() => [ParameterOptionView], {
    nullable: true,
    description: 'What CHOICE and MULTI_CHOICE offer.',
  })
  options?: ParameterOptionView[]

  @Field(() => String, {
    nullable: true,
    description: 'Regular expression (Unicode mode) that the whole text matches.',
  })
  pattern?: string

  @Field(() => Int, { nullable: true, description: 'Fewest characters, or fewest choices of MULTI_CHOICE.' })
  minLength?: number

  @Field(() => Int, { nullable: true, description: 'Most characters, or most choices of MULTI_CHOICE.' })
  maxLength?: number

  @Field(() => Float, { nullable: true, description: 'Smallest NUMBER, inclusive.' })
  minimum?: number

  @Field(() => Float, { nullable: true, description: 'Largest NUMBER, inclusive.' })
  maximum?: number

  @Field(() => String, { nullable: true, description: 'An example to show in the empty field.' })
  placeholder?: string

  @Field(() => Int, { description: 'Its place in the form, lowest first.' })
  position!: number

  @Field(() => String, { nullable: true, description: 'Heading under which it stands.' })
  group?: string
}
