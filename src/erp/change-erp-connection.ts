import type { Ctx } from '../access/ctx.ts'
import type { ErpConnection } from './erp-connection.entity.ts'

/** Writes fields of a locked connection, and bumps its version. */
export function changeErpConnection(
  ctx: Ctx,
  connection: ErpConnection,
  changes: Partial<ErpConnection>,
): ErpConnection {
  return Object.assign(connection, changes, {
    version: connection.version + 1,
    updatedAt: ctx.clock.now(),
  })
}
