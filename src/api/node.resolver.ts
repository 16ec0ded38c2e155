import { Arg, Ctx as Context, ID, Query, Resolver } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { Node } from '../platform/node.view.ts'
import { findNode } from './find-node.ts'
import { findNodes } from './find-nodes.ts'

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null when it does not exist or is not for you.',
  })
  node(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<Node | null> {
    return findNode(ctx, id)
  }

  @Query(() => [Node], {
    nullable: 'items',
    description: 'Several things, each as `node` answers, in the order of the ids.',
  })
  nodes(
    @Context() ctx: Ctx,
    @Arg('ids', () => [ID], { description: 'Their ids, at most 100.' }) ids: string[],
  ): Promise<Array<Node | null>> {
    return findNodes(ctx, ids)
  }
}
