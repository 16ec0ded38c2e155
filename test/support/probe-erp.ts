import { addPausedErp } from './add-erp.ts'
import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import { by, type Prepare } from './probe-approvals.ts'
import type { ProbeWorld } from './probe-world.ts'

/** A connection of its own; those of earlier calls are deleted, for a reseller has ten at most. */
async function freshConnection(world: ProbeWorld): Promise<string> {
  const { app, ids, sellerId } = world
  await app.sql(
    `UPDATE erp_connection SET deleted_at = now(), sealed_password = NULL, status = 'PAUSED'
     WHERE seller_id = $1 AND id <> $2 AND deleted_at IS NULL`,
    [sellerId, ids['erpConnection']?.[0]],
  )
  return addPausedErp(world)
}

const connectionCall =
  (more: object = {}): Prepare =>
  async (world) =>
    by(world.admin, { connectionId: await freshConnection(world), ...more })

/** How the owner comes to make each mutation of connections and pushes. */
export const erpCalls: Readonly<Record<string, Prepare>> = {
  erpConnectionCreate: ({ admin }) =>
    by(admin, {
      kind: 'TRYTON',
      name: `C-${mark}`,
      url: `http://127.0.0.1:9/c-${mark}`,
      database: `D-${mark}`,
      username: `V-${mark}`,
      password: `Q-${mark}`,
      idempotencyKey: key(),
    }),
  erpConnectionDelete: connectionCall(),
  erpConnectionTest: connectionCall(),
  erpConnectionUpdate: connectionCall({ name: `Z-${mark}` }),
  erpCrosswalkSet: connectionCall({ entries: [{ kind: 'UNIT', key: 'C62', externalKey: `S-${mark}` }] }),
  erpPushRetry: ({ admin, ids }) => by(admin, { pushIds: [ids['erpPush']?.[0]] }),
}
