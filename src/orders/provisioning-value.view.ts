import { GraphQLJSON } from 'graphql-scalars'
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import type { ParameterValue } from '../catalog/parameters.rules.ts'
import { DateTime } from '../platform/date-time.view.ts'

/** Where an answer comes from. Keys equal values. */
export const ProvisioningValueSource = { USER: 'USER', INHERITED: 'INHERITED' } as const
export type ProvisioningValueSource = (typeof ProvisioningValueSource)[keyof typeof ProvisioningValueSource]

registerEnumType(ProvisioningValueSource, {
  name: 'ProvisioningValueSource',
  description:
    'USER: given for this order. INHERITED: taken over from what the customer or the reseller answered before.',
})

@ObjectType({ description: 'Who gave an answer.' })
export class ProvisioningValueAuthor {
  @Field(() => ID, { description: 'Id of the user or of the API key.' })
  id!: string

  @Field(() => String, { description: 'Its name at the time.' })
  name!: string
}

@ObjectType({ description: 'One answer to a provisioning question.' })
export class ProvisioningValue {
  @Field(() => String, { description: 'Key of the question.' })
  key!: string

  @Field(() => GraphQLJSON, {
    nullable: true,
    description:
      'Text, number, boolean, list or object, as the question asks for. Always null when `isSensitive`: such answers are never told.',
  })
  value!: ParameterValue

  @Field(() => Boolean, { description: 'True: the answer is set, encrypted, and not told.' })
  isSensitive!: boolean

  @Field(() => ProvisioningValueSource, { description: 'Where it comes from.' })
  source!: ProvisioningValueSource

  @Field(() => DateTime, { nullable: true, description: 'Of a sensitive answer: since when it is set.' })
  setAt!: Date | null

  @Field(() => ProvisioningValueAuthor, {
    nullable: true,
    description: 'Of a sensitive answer: who set it.',
  })
  setBy!: ProvisioningValueAuthor | null
}

/** Answers by the key of their question, as the columns hold them. None of them is sensitive. */
export type ProvisioningAnswers = Record<string, ParameterValue>

/** A sensitive answer as the columns hold it. */
export interface SealedAnswer {
  /** Envelope around the JSON of the answer. */
  sealed: string
  /** ISO 8601 instant. */
  setAt: string
  setBy: { id: string; name: string }
}

/** Sensitive answers by the key of their question. */
export type SealedAnswers = Record<string, SealedAnswer>
