import type { Ctx } from '../access/ctx.ts'
import type { EventDefinition } from '../events/event.ts'
import { record } from '../events/record.ts'
import { erpConnectionSnapshot } from './erp-connection-snapshot.ts'
import type { ErpConnection } from './erp-connection.entity.ts'
import type { ErpConnectionSnapshot } from './erp.events.ts'

/** Records an event about a connection as it stands now; answers with the connection. */
export function recordErpConnectionEvent(
  ctx: Ctx,
  definition: EventDefinition<{ erpConnection: ErpConnectionSnapshot }>,
  connection: ErpConnection,
): ErpConnection {
  const { id, sellerId, version } = connection
  record(ctx, definition, {
    subject: { id, sellerId, organizationId: null, version },
    data: { erpConnection: erpConnectionSnapshot(connection) },
  })
  return connection
}
