import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, Int, ObjectType } from 'type-graphql'
import { Node } from '../platform/node.view.ts'

/** A shelf of the catalog; shelves stand in a tree. */
@Entity({ tableName: 'category' })
@ObjectType({ implements: Node, description: 'A category of the catalog. Categories form a tree.' })
export class Category {
  @Field(() => ID, { description: 'Opaque id (`cat_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => String, { description: 'Stable, readable key such as `office-suites`.' })
  @Property({ type: 'text' })
  key!: string

  @Field(() => String, { description: 'Name for people.' })
  @Property({ type: 'text' })
  name!: string

  @Property({ type: 'text', nullable: true })
  parentId: string | null = null

  @Field(() => Int, { description: 'Its place among its siblings, lowest first.' })
  @Property({ type: 'integer' })
  position = 0
}
