import { Arg, Args, Ctx as Context, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql'
import type { Ctx } from '../access/ctx.ts'
import { findOrder } from '../orders/find-order.ts'
import { Order } from '../orders/order.entity.ts'
import type { Page } from '../platform/page.ts'
import { createErpConnection } from './create-erp-connection.ts'
import { deleteErpConnection } from './delete-erp-connection.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import type { ErpCrosswalk } from './erp-crosswalk.entity.ts'
import { ErpPush } from './erp-push.entity.ts'
import { erpPushesOf } from './erp-pushes-of.ts'
import {
  ErpConnectionCreateInput,
  ErpConnectionDeleteInput,
  ErpConnectionTestInput,
  ErpConnectionUpdateInput,
  ErpCrosswalksArgs,
  ErpCrosswalkSetInput,
  ErpPushesArgs,
  ErpPushRetryInput,
} from './erp.inputs.ts'
import {
  ErpConnectionCreatePayload,
  ErpConnectionDeletePayload,
  ErpConnectionTestPayload,
  ErpConnectionUpdatePayload,
  ErpCrosswalkConnection,
  ErpCrosswalkSetPayload,
  ErpPushConnection,
  ErpPushRetryPayload,
} from './erp.view.ts'
import { findErpConnection } from './find-erp-connection.ts'
import { findErpPush } from './find-erp-push.ts'
import { listErpConnections } from './list-erp-connections.ts'
import { listErpCrosswalks } from './list-erp-crosswalks.ts'
import { listErpPushes } from './list-erp-pushes.ts'
import { retryErpPushes } from './retry-erp-pushes.ts'
import { setErpCrosswalk } from './set-erp-crosswalk.ts'
import { testErpConnection } from './test-erp-connection.ts'
import { updateErpConnection } from './update-erp-connection.ts'

@Resolver(() => ErpConnection)
export class ErpConnectionResolver {
  @Query(() => [ErpConnection], {
    description: 'Your connections to ERPs and those of the resellers below you.',
  })
  erpConnections(@Context() ctx: Ctx): Promise<ErpConnection[]> {
    return listErpConnections(ctx)
  }

  @Query(() => ErpConnection, { nullable: true, description: 'One connection; null when you cannot see it.' })
  erpConnection(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ErpConnection | null> {
    return findErpConnection(ctx, id)
  }

  @Query(() => ErpCrosswalkConnection, { description: 'What an ERP calls ours, by kind and key.' })
  erpCrosswalks(
    @Context() ctx: Ctx,
    @Args(() => ErpCrosswalksArgs) args: ErpCrosswalksArgs,
  ): Promise<Page<ErpCrosswalk>> {
    return listErpCrosswalks(ctx, args)
  }

  @Mutation(() => ErpConnectionCreatePayload, {
    description: 'Adds a connection: orders that reach `pushFrom` from now on are pushed into that ERP.',
  })
  async erpConnectionCreate(
    @Context() ctx: Ctx,
    @Arg('input', () => ErpConnectionCreateInput) given: ErpConnectionCreateInput,
  ): Promise<Partial<ErpConnectionCreatePayload>> {
    return { erpConnection: await createErpConnection(ctx, given) }
  }

  @Mutation(() => ErpConnectionUpdatePayload, {
    description: 'Changes, pauses or resumes a connection.',
  })
  async erpConnectionUpdate(
    @Context() ctx: Ctx,
    @Arg('input', () => ErpConnectionUpdateInput) given: ErpConnectionUpdateInput,
  ): Promise<Partial<ErpConnectionUpdatePayload>> {
    return { erpConnection: await updateErpConnection(ctx, given) }
  }

  @Mutation(() => ErpConnectionDeletePayload, {
    description: 'Deletes a connection and its password; what waits is given up.',
  })
  async erpConnectionDelete(
    @Context() ctx: Ctx,
    @Arg('input', () => ErpConnectionDeleteInput) given: ErpConnectionDeleteInput,
  ): Promise<Partial<ErpConnectionDeletePayload>> {
    return { erpConnection: await deleteErpConnection(ctx, given) }
  }

  @Mutation(() => ErpConnectionTestPayload, {
    description: 'Signs in and reads there, and changes nothing; `testStatus` tells what came of it.',
  })
  async erpConnectionTest(
    @Context() ctx: Ctx,
    @Arg('input', () => ErpConnectionTestInput) given: ErpConnectionTestInput,
  ): Promise<Partial<ErpConnectionTestPayload>> {
    return { erpConnection: await testErpConnection(ctx, given) }
  }

  @Mutation(() => ErpCrosswalkSetPayload, {
    description: 'Says what an ERP calls things of ours, many at once; then retry what was refused.',
  })
  async erpCrosswalkSet(
    @Context() ctx: Ctx,
    @Arg('input', () => ErpCrosswalkSetInput) given: ErpCrosswalkSetInput,
  ): Promise<Partial<ErpCrosswalkSetPayload>> {
    return { erpConnection: await setErpCrosswalk(ctx, given) }
  }
}

@Resolver(() => ErpPush)
export class ErpPushResolver {
  @Query(() => ErpPushConnection, { description: 'Orders on their way into ERPs, newest first.' })
  erpPushes(@Context() ctx: Ctx, @Args(() => ErpPushesArgs) args: ErpPushesArgs): Promise<Page<ErpPush>> {
    return listErpPushes(ctx, args)
  }

  @Query(() => ErpPush, { nullable: true, description: 'One push; null when you cannot see it.' })
  erpPush(
    @Context() ctx: Ctx,
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
  ): Promise<ErpPush | null> {
    return findErpPush(ctx, id)
  }

  @Mutation(() => ErpPushRetryPayload, {
    description:
      'Pushes again now, whatever became of it before; what was pushed has its number and state read back. Nothing is made twice.',
  })
  async erpPushRetry(
    @Context() ctx: Ctx,
    @Arg('input', () => ErpPushRetryInput) given: ErpPushRetryInput,
  ): Promise<Partial<ErpPushRetryPayload>> {
    return { erpPushes: await retryErpPushes(ctx, given) }
  }

  @FieldResolver(() => Order, { nullable: true, description: 'The order.' })
  order(@Context() ctx: Ctx, @Root() push: ErpPush): Promise<Order | null> {
    return findOrder(ctx, push.orderId)
  }

  @FieldResolver(() => ErpConnection, { nullable: true, description: 'Where it goes; null when deleted.' })
  connection(@Context() ctx: Ctx, @Root() push: ErpPush): Promise<ErpConnection | null> {
    return findErpConnection(ctx, push.connectionId)
  }
}

@Resolver(() => Order)
export class OrderErpPushesResolver {
  @FieldResolver(() => [ErpPush], {
    nullable: true,
    description: 'Where it stands on its way into each ERP; null without WEBHOOK_READ.',
  })
  erpPushes(@Context() ctx: Ctx, @Root() order: Order): Promise<ErpPush[] | null> {
    return erpPushesOf(ctx, order)
  }
}
