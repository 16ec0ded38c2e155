import type { Ctx } from '../access/ctx.ts'
import { unseal } from '../platform/envelope.ts'
import type { ErpConnection } from './erp-connection.entity.ts'
import type { ErpSite } from './erp-port.ts'

/** A connection as its ERP is reached, the password included: for a job alone, never for an answer. */
export function erpSite(ctx: Ctx, connection: ErpConnection): ErpSite {
  const { id, kind, url, database, username, sealedPassword, confirms, priceDigits } = connection
  if (sealedPassword === null) throw new Error(`The connection ${id} is deleted.`)
  const password = unseal(sealedPassword, ctx.keys, id)
  const loopback = ctx.loopbackWebhooks
  return { kind, url, database, username, password, confirms, priceDigits, loopback }
}
