import { GraphQLJSON } from 'graphql-scalars'
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql'
import {
  ParameterPhase,
  ParameterScope,
  ParameterType,
  type ParameterDefinition,
  type ParameterField,
} from './parameters.rules.ts'
import type { Condition } from './visibility.rules.ts'

registerEnumType(ParameterType, {
  name: 'ParameterType',
  description: 'The kind of answer that a provisioning question asks for.',
})
registerEnumType(ParameterScope, {
  name: 'ParameterScope',
  description:
    'LINE: asked for each line. ORDER, CUSTOMER, RESELLER: asked once for the order; what is answered for the customer or the reseller is kept, and offered to its next orders.',
})
registerEnumType(ParameterPhase, {
  name: 'ParameterPhase',
  description:
    'ORDERING: asked before submission. FULFILLMENT: asked by those who deliver, when they need it.',
})

@ObjectType('ParameterOption', { description: 'One answer of a choice.' })
class ParameterOptionView {
  @Field(() => String, { description: 'What you send.' })
  value!: string

  @Field(() => String, { description: 'What people read.' })
  label!: string
}

@ObjectType({ description: 'How many values a question takes.' })
export class ParameterCapacity {
  @Field(() => Int, { description: 'Fewest.' })
  min!: number

  @Field(() => Int, { description: 'Most.' })
  max!: number
}

@ObjectType('AskedValue', { description: 'What fields and questions have in common.' })
abstract class AskedView {
  @Field(() => String, { description: 'Name of the answer; of a field: its name in the object.' })
  key!: string

  @Field(() => String, { description: 'The question, for people.' })
  label!: string

  @Field(() => String, { nullable: true, description: 'Help below the field.' })
  hint?: string

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
}

@ObjectType('ParameterField', { description: 'One part of an OBJECT.' })
export class ParameterFieldView extends AskedView implements ParameterField {
  @Field(() => ParameterType, { description: 'The kind of answer.' })
  type!: ParameterField['type']
}

@ObjectType('ParameterDefinition', { description: 'One question of the provisioning form.' })
export class ParameterDefinitionView extends AskedView implements ParameterDefinition {
  @Field(() => ParameterType, { description: 'The kind of answer.' })
  type!: ParameterType

  @Field(() => ParameterScope, { description: 'Whose answer it is: of each line, or of the order.' })
  scope!: ParameterScope

  @Field(() => ParameterPhase, { nullable: true, description: 'When it is asked; null: ORDERING.' })
  phase?: ParameterPhase

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      'Asked only while this holds: `{key, equals}`, `{key, in: [...]}`, `{key, isSet}`, `{all: [...]}`, `{any: [...]}`, `{not: ...}`. A hidden question takes no answer and needs none.',
  })
  visibleIf?: Condition

  @Field(() => ParameterCapacity, {
    nullable: true,
    description: 'The answer is a list of so many values; null: one value.',
  })
  capacity?: ParameterCapacity

  @Field(() => [ParameterFieldView], { nullable: true, description: 'The parts of an OBJECT.' })
  fields?: ParameterFieldView[]

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: the answer is encrypted and never told again; you see only that it is set.',
  })
  sensitive?: boolean

  @Field(() => Int, { description: 'Its place in the form, lowest first.' })
  position!: number

  @Field(() => String, { nullable: true, description: 'Heading under which it stands.' })
  group?: string
}
