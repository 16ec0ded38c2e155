import type { Ctx } from '../access/ctx.ts'
import { seal } from '../platform/envelope.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { allowErp } from './allow-erp.ts'
import { changeErpConnection } from './change-erp-connection.ts'
import { erpConnectionProblems } from './erp-connection-problems.ts'
import type { ErpConnection } from './erp-connection.entity.ts'
import { erpConnectionUpdated } from './erp.events.ts'
import type { ErpConnectionUpdateInput } from './erp.inputs.ts'
import { findErpConnectionForUpdate } from './find-erp-connection-for-update.ts'
import { recordErpConnectionEvent } from './record-erp-connection-event.ts'

const changeable = [
  'name',
  'url',
  'database',
  'username',
  'pushFrom',
  'confirms',
  'priceDigits',
  'status',
] as const

function clearedProblems(input: ErpConnectionUpdateInput): Problem[] {
  return [...changeable, 'password' as const]
    .filter((field) => input[field] === null)
    .map((field) => ({ code: 'REQUIRED', message: 'Send a value, or leave the field out.', path: [field] }))
}

function changesOf(ctx: Ctx, id: string, input: ErpConnectionUpdateInput): Partial<ErpConnection> {
  const given = changeable.flatMap((field) => {
    const value = input[field]
    if (value === undefined || value === null) return []
    return [[field, typeof value === 'string' ? value.trim() : value] as const]
  })
  const sealed = input.password ? { sealedPassword: seal(input.password, ctx.keys, id) } : {}
  return { ...Object.fromEntries(given), ...sealed }
}

/**
 * Changes a connection; what waits is pushed as it is now. Another host must be given the password anew, so that nobody
 * sends a stored one elsewhere. Refuses as `createErpConnection`, ERP_PASSWORD_REQUIRED, and VERSION_CONFLICT.
 */
export async function updateErpConnection(ctx: Ctx, input: ErpConnectionUpdateInput): Promise<ErpConnection> {
  allowErp(ctx, 'WEBHOOK_WRITE')
  refuseAll([...clearedProblems(input), ...erpConnectionProblems(ctx, input)])
  const connection = await findErpConnectionForUpdate(ctx, input.connectionId, input.expectedVersion)
  const moves = input.url && new URL(input.url).origin !== new URL(connection.url).origin
  if (moves && !input.password)
    throw refuse('ERP_PASSWORD_REQUIRED', 'Give the password of the new host together with its URL.', [
      'password',
    ])
  changeErpConnection(ctx, connection, changesOf(ctx, connection.id, input))
  return recordErpConnectionEvent(ctx, erpConnectionUpdated, connection)
}
