import { Field, ID, InputType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'

@InputType({ description: 'A terms document to add with its first version.' })
export class TermsDocumentInput {
  @Field(() => String, {
    description: 'Stable short name, unique for your organization: lower case letters, digits and dashes.',
  })
  key!: string

  @Field(() => String, { description: 'What people see, at most 200 characters.' })
  title!: string

  @Field(() => ID, {
    nullable: true,
    description: 'The vendor for whose products it applies; absent: for every order.',
  })
  vendorId?: string | null

  @Field(() => ID, { nullable: true, description: 'The product that it applies to; absent: to all.' })
  productId?: string | null

  @Field(() => String, {
    nullable: true,
    description: 'The country of customers that it applies to, ISO 3166-1; absent: to all.',
  })
  country?: string | null

  @Field(() => Boolean, {
    description: 'True: orders that it applies to are submitted only with its acceptance.',
    defaultValue: true,
  })
  mandatory: boolean = true
}

@InputType({
  description: 'A version to publish: of an existing document, or of a new one. It cannot be changed later.',
})
export class TermsVersionPublishInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The document that it is a version of; or send `document`.',
  })
  documentId?: string | null

  @Field(() => TermsDocumentInput, { nullable: true, description: 'A new document; or send `documentId`.' })
  document?: TermsDocumentInput | null

  @Field(() => String, {
    description: 'Name of the version, such as `3.1`. Translations of one version share it.',
  })
  version!: string

  @Field(() => String, { description: 'BCP 47 language tag, such as `en` or `de-CH`.', defaultValue: 'en' })
  locale: string = 'en'

  @Field(() => String, { description: 'The text, Markdown. Stored and hashed exactly as sent.' })
  body!: string

  @Field(() => DateTime, {
    nullable: true,
    description: 'From when it applies; absent: from now. The version that began last is in effect.',
  })
  effectiveFrom?: Date | null

  @Field(() => String, {
    nullable: true,
    description: 'Any text of yours, at most 255 characters; a repeat with the same key publishes nothing.',
  })
  idempotencyKey?: string | null
}
