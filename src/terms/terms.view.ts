import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { connectionOf } from '../platform/page.ts'
import { Payload } from '../platform/user-error.view.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { EvidenceProblemCode } from './verify-evidence.rules.ts'

registerEnumType(EvidenceProblemCode, {
  name: 'EvidenceProblemCode',
  description: 'What is wrong with evidence.',
})

export const TermsDocumentConnection = connectionOf(() => TermsDocument, 'TermsDocument')

@ObjectType('EvidenceProblem', { description: 'One thing that is wrong with evidence.' })
export class EvidenceProblemView {
  @Field(() => EvidenceProblemCode, { description: 'What is wrong.' })
  code!: EvidenceProblemCode

  @Field(() => String, { description: 'A sentence for the person who must judge the evidence.' })
  message!: string
}

@ObjectType({ description: 'What came out when evidence was computed again.' })
export class EvidenceVerification {
  @Field(() => Boolean, {
    description: 'True: sealed, and nobody has touched it or its neighbours in the chain.',
  })
  isValid!: boolean

  @Field(() => [EvidenceProblemView], { description: 'What is wrong; empty when it is valid.' })
  problems!: EvidenceProblemView[]
}

@ObjectType({ description: 'Answer of termsVersionPublish.' })
export class TermsVersionPublishPayload extends Payload {
  @Field(() => TermsVersion, { nullable: true, description: 'The published version.' })
  termsVersion!: TermsVersion | null
}
