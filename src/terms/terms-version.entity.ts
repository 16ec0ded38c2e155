import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { InheritedRows } from '../access/tenant.filter.ts'
import { DateTime } from '../platform/date-time.view.ts'
import { Node } from '../platform/node.view.ts'

/** One text, in one language. Immutable: the database refuses every change. */
@InheritedRows()
@Entity({ tableName: 'terms_version' })
@ObjectType({
  implements: Node,
  description: 'One published text of a terms document, in one language. It never changes.',
})
export class TermsVersion {
  @Field(() => ID, {
    description: 'Opaque id (`trv_...`): what `terms.acceptedVersionIds` of a submit names.',
  })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Property({ type: 'text' })
  sellerId!: string

  @Property({ type: 'text' })
  documentId!: string

  @Field(() => String, { description: 'Name of the version, such as `3.1` or `2026-10`.' })
  @Property({ type: 'text' })
  version!: string

  @Field(() => String, { description: 'BCP 47 language tag, such as `en` or `de-CH`.' })
  @Property({ type: 'text' })
  locale = 'en'

  @Field(() => String, { description: 'The text, Markdown. Show exactly this before it is accepted.' })
  @Property({ type: 'text' })
  body!: string

  @Field(() => String, { description: 'SHA-256 of the text (UTF-8), hex.' })
  @Property({ type: 'text' })
  contentHash!: string

  @Field(() => DateTime, { description: 'From when it applies, until a later version does.' })
  @Property({ type: 'datetime' })
  effectiveFrom!: Date

  @Property({ type: 'text', nullable: true })
  publishedBy: string | null = null

  @Field(() => DateTime, { description: 'When it was published.' })
  @Property({ type: 'datetime' })
  createdAt!: Date
}
