import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { DateTime } from '../platform/date-time.view.ts'

/** What a word of a search stands for as well. */
@Entity({ tableName: 'search_synonym' })
@ObjectType({ description: 'A word that searches also take for other words: `o365` for `office 365`.' })
export class SearchSynonym {
  @Field(() => ID, { description: 'Opaque id (`syn_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => String, { description: 'The word that people ask for, lower case, without accents.' })
  @Property({ type: 'text' })
  word!: string

  @Field(() => [String], { description: 'Words or phrases that are found as well.' })
  @Property({ type: 'array' })
  meanings!: string[]

  @Property({ type: 'datetime' })
  createdAt!: Date

  @Field(() => DateTime, { description: 'When it was last changed.' })
  @Property({ type: 'datetime' })
  updatedAt!: Date
}
