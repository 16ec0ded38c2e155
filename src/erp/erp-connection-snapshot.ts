import type { ErpConnection } from './erp-connection.entity.ts'
import type { ErpConnectionSnapshot } from './erp.events.ts'

/** A connection as events tell it: without its password. */
export function erpConnectionSnapshot(connection: ErpConnection): ErpConnectionSnapshot {
  const { id, kind, name, url, database, username, pushFrom } = connection
  const { confirms, priceDigits, status, testStatus, testMessage, version } = connection
  const options = { pushFrom, confirms, priceDigits }
  return { id, kind, name, url, database, username, ...options, status, testStatus, testMessage, version }
}
