import { addPausedErp } from './add-erp.ts'
import type { ApiClient } from './api-client.ts'
import type { TestApp } from './app.ts'

/** Everything that can be done to a connection to an ERP and to a push, once. */
export async function changeErp(app: TestApp, admin: ApiClient): Promise<void> {
  const connectionId = await addPausedErp({ admin })
  const entries = [{ kind: 'ITEM', key: 'A', externalKey: 'B' }]
  await admin.done('erpCrosswalkSet', { connectionId, entries }, 'erpConnection { id }')
  await admin.done('erpConnectionTest', { connectionId }, 'erpConnection { id }')
  const [push] = await app.sql<{ id: string }>(
    `INSERT INTO erp_push (id, seller_id, connection_id, order_id, order_number, operation, revision, status, created_at, updated_at)
     SELECT 'epu_' || substr(o.id, 5), o.seller_id, $1, o.id, o.order_number, 'WRITE', 1, 'REFUSED', now(), now()
     FROM orders o JOIN erp_connection c USING (seller_id) WHERE c.id = $1 AND o.order_number IS NOT NULL LIMIT 1 RETURNING id`,
    [connectionId],
  )
  await admin.done('erpPushRetry', { pushIds: [push?.id] }, 'erpPushes { id }')
  await app.quiet()
  await admin.done('erpConnectionDelete', { connectionId }, 'erpConnection { id }')
}
