import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { Field, ID, ObjectType } from 'type-graphql'
import { Node } from '../platform/node.view.ts'

/** Who makes a product. */
@Entity({ tableName: 'vendor' })
@ObjectType({ implements: Node, description: 'Who makes a product, such as Microsoft.' })
export class Vendor {
  @Field(() => ID, { description: 'Opaque id (`ven_...`).' })
  @PrimaryKey({ type: 'text' })
  id!: string

  @Field(() => String, { description: 'Stable, readable key such as `microsoft`.' })
  @Property({ type: 'text' })
  key!: string

  @Field(() => String, { description: 'Name for people.' })
  @Property({ type: 'text' })
  name!: string

  @Field(() => String, { nullable: true, description: 'Its web site.' })
  @Property({ type: 'text', nullable: true })
  website: string | null = null
}
