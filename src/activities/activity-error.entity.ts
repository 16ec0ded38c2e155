import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, Int, ObjectType } from 'type-graphql'
import { TenantRows } from '../access/tenant.filter.ts'

/** Why one item of an activity was left out. Written by SQL, never changed. */
@TenantRows()
@Entity({ tableName: 'activity_error' })
@ObjectType({ description: 'Why one item of an activity was left out.' })
export class ActivityError {
  @PrimaryKey({ type: 'text' })
  sellerId!: string

  @PrimaryKey({ type: 'text' })
  activityId!: string

  @Field(() => Int, {
    description: 'The line of the file, or the place of the item in the list, from 1; 0: all of it.',
  })
  @PrimaryKey({ type: 'integer' })
  position!: number

  @PrimaryKey({ type: 'integer' })
  ordinal!: number

  @Field(() => [String], { description: 'What is wrong: a column or a field; empty: the item as such.' })
  @Property({ type: 'array' })
  path!: string[]

  @Field(() => String, { description: 'Stable code.' })
  @Property({ type: 'text' })
  code!: string

  @Field(() => String, { description: 'What is wrong and what to do about it.' })
  @Property({ type: 'text' })
  message!: string
}
