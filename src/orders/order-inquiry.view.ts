import { Field, Int, ObjectType } from 'type-graphql'
import { ParameterDefinitionView } from '../catalog/parameter-definition.view.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Payload } from '../platform/user-error.view.ts'

@ObjectType({ description: 'One question that is asked again.' })
export class OrderInquiryQuestion {
  @Field(() => Int, { nullable: true, description: 'The line; null for questions of the whole order.' })
  lineNumber!: number | null

  @Field(() => String, { description: 'What is wrong with the answer that was given.' })
  message!: string

  @Field(() => ParameterDefinitionView, { description: 'The question.' })
  definition!: ParameterDefinitionView
}

@ObjectType({ description: 'Why one line waits.' })
export class OrderInquiryLine {
  @Field(() => Int, { description: 'Its number.' })
  lineNumber!: number

  @Field(() => String, { description: 'Name of the product.' })
  productName!: string

  @Field(() => String, { description: 'What is needed, for a person.' })
  message!: string
}

@ObjectType({ description: 'What the holder of a link is asked. Nothing else of the order is shown.' })
export class OrderInquiry {
  @Field(() => String, { description: 'Who asks.' })
  sellerName!: string

  @Field(() => DateTime, { description: 'Until when the link holds.' })
  expiresAt!: Date

  @Field(() => [OrderInquiryLine], { description: 'The lines that wait.' })
  lines!: OrderInquiryLine[]

  @Field(() => [OrderInquiryQuestion], { description: 'The questions; each must be answered.' })
  questions!: OrderInquiryQuestion[]
}

@ObjectType({ description: 'Answer of orderInquiryAnswer.' })
export class OrderInquiryAnswerPayload extends Payload {
  @Field(() => Boolean, {
    nullable: true,
    description: 'True when the answers were taken; null when refused.',
  })
  accepted?: boolean | null
}

@ObjectType({ description: 'Answer of orderInformationLinkCreate.' })
export class OrderInformationLinkCreatePayload extends Payload {
  @Field(() => String, {
    nullable: true,
    description: 'The link, shown this once; whoever has it can answer. Null when refused.',
  })
  url?: string | null

  @Field(() => DateTime, { nullable: true, description: 'Until when it holds.' })
  expiresAt?: Date | null
}
