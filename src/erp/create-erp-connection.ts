import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { seal } from '../platform/envelope.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { allowErp } from './allow-erp.ts'
import { erpConnectionProblems } from './erp-connection-problems.ts'
import { ErpConnection } from './erp-connection.entity.ts'
import { erpConnectionCreated } from './erp.events.ts'
import type { ErpConnectionCreateInput } from './erp.inputs.ts'
import { recordErpConnectionEvent } from './record-erp-connection-event.ts'

const mostConnections = 10

async function addConnection(ctx: Ctx, input: ErpConnectionCreateInput): Promise<ErpConnection> {
  const { sellerId } = ctx.actor
  if ((await ctx.em.count(ErpConnection, { sellerId, deletedAt: null })) >= mostConnections)
    throw refuse('ERP_CONNECTION_LIMIT', `Delete one first: a reseller has at most ${mostConnections}.`)
  const id = ctx.ids.next('epc')
  const now = ctx.clock.now()
  const connection = Object.assign(new ErpConnection(), {
    id,
    sellerId,
    createdBy: ctx.actor.id,
    kind: input.kind,
    name: input.name.trim(),
    url: input.url,
    database: input.database.trim(),
    username: input.username.trim(),
    sealedPassword: seal(input.password, ctx.keys, id),
    pushFrom: input.pushFrom ?? 'APPROVED',
    confirms: input.confirms ?? true,
    priceDigits: input.priceDigits ?? 4,
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(connection)
  return recordErpConnectionEvent(ctx, erpConnectionCreated, connection)
}

/**
 * Adds a connection of the caller's reseller to its ERP; orders that reach `pushFrom` from now on are pushed. The password
 * is stored encrypted and never told again. Refuses ERP_URL_*, PRICE_DIGITS_INVALID, TEXT_*, ERP_CONNECTION_LIMIT.
 */
export async function createErpConnection(ctx: Ctx, input: ErpConnectionCreateInput): Promise<ErpConnection> {
  allowErp(ctx, 'WEBHOOK_WRITE')
  refuseAll(erpConnectionProblems(ctx, input))
  return idempotent(
    ctx,
    { operation: 'erpConnectionCreate', input },
    {
      work: () => addConnection(ctx, input),
      async replay(id) {
        const connection = await ctx.em.findOne(ErpConnection, { id, deletedAt: null })
        if (!connection) throw notFound('ERP connection')
        return connection
      },
    },
  )
}
