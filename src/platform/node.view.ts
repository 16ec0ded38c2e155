import { Field, ID, InterfaceType } from 'type-graphql'

@InterfaceType({ description: 'A thing with an id of its own: `node(id)` finds it again.' })
export abstract class Node {
  @Field(() => ID, { description: 'Opaque id; what stands before its `_` tells the type.' })
  id!: string
}
