import { Field, ID, ObjectType, registerEnumType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'
import { connectionOf } from '../platform/page.ts'
import { TermsLineKind } from './diff-terms.ts'
import { TermsVersion } from './terms-version.entity.ts'

registerEnumType(TermsLineKind, { name: 'TermsLineKind', description: 'What became of a line of terms.' })

@ObjectType('TermsLine', { description: 'One line in a comparison of two texts.' })
export class TermsLineView {
  @Field(() => TermsLineKind, { description: 'Whether it stayed, came or went.' })
  kind!: TermsLineKind

  @Field(() => String, { description: 'The line, without its end.' })
  text!: string
}

@ObjectType('TermsChange', { description: 'What is new for a customer in a version that it must accept.' })
export class TermsChangeView {
  @Field(() => TermsVersion, { description: 'The version to accept.' })
  termsVersion!: TermsVersion

  @Field(() => TermsVersion, {
    nullable: true,
    description: 'The version of the document that the customer accepted last; null: none yet.',
  })
  acceptedVersion!: TermsVersion | null

  @Field(() => DateTime, { nullable: true, description: 'When it was accepted.' })
  acceptedAt!: Date | null

  @Field(() => [TermsLineView], { description: 'The texts line by line, in reading order.' })
  lines!: TermsLineView[]
}

@ObjectType({ description: 'A customer that must accept terms again before it next orders.' })
export class TermsReacceptance {
  @Field(() => ID, { description: 'The customer.' })
  organizationId!: string

  @Field(() => ID, { description: 'The document.' })
  documentId!: string

  @Field(() => ID, { description: 'The version that it accepted last.' })
  acceptedVersionId!: string

  @Field(() => DateTime, { description: 'When it was accepted.' })
  acceptedAt!: Date

  @Field(() => ID, { description: 'The version in effect.' })
  currentVersionId!: string
}

export const TermsReacceptanceConnection = connectionOf(() => TermsReacceptance, 'TermsReacceptance')
