import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

/** A connection of the owner's to an ERP where nobody listens. It is paused, so that nothing moves by itself. */
export async function addPausedErp({ admin }: Pick<ProbeWorld, 'admin'>): Promise<string> {
  const input = {
    kind: 'TRYTON',
    name: `T-${mark}`,
    url: `http://127.0.0.1:9/${mark}`,
    database: `B-${mark}`,
    username: `U-${mark}`,
    password: `P-${mark}`,
    idempotencyKey: key(),
  }
  const { erpConnection } = await admin.done('erpConnectionCreate', input, 'erpConnection { id }')
  const connectionId = erpConnection.id as string
  await admin.done('erpConnectionUpdate', { connectionId, status: 'PAUSED' }, 'erpConnection { id }')
  return connectionId
}

/** An ERP that says all that one can say, and an order on its way there. */
export async function addErp(world: ProbeWorld, orderId: string): Promise<void> {
  const { app, admin } = world
  const connectionId = await addPausedErp(world)
  const entries = [{ kind: 'ITEM', key: `K-${mark}`, externalKey: `E-${mark}` }]
  await admin.done('erpCrosswalkSet', { connectionId, entries }, 'erpConnection { id }')
  await app.sql(
    `UPDATE erp_connection SET test_status = 'FAILED', test_message = 'M-${mark}', test_requested_at = now(), tested_at = now()
     WHERE id = $1`,
    [connectionId],
  )
  const problems = [{ code: 'ERP_REFUSED', message: `N-${mark}`, path: [`A-${mark}`] }]
  await app.sql(
    `INSERT INTO erp_push (id, seller_id, connection_id, order_id, order_number, operation, revision, status, attempts,
       problems, next_attempt_at, external_id, external_number, external_state, pushed_revision, pushed_at, created_at, updated_at)
     SELECT 'epu_' || substr(id, 5), seller_id, $2, id, order_number, 'WRITE', revision, 'FAILED', 3, $3, now(), 'I-${mark}',
       'R-${mark}', 'CONFIRMED', 1, now(), now(), now() FROM orders WHERE id = $1`,
    [orderId, connectionId, JSON.stringify(problems)],
  )
}
