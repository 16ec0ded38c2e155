import type { Json } from './api-client.ts'
import type { ProbeWorld } from './probe-world.ts'

/** Moves an order to where only a vendor could, and far into the future, so that no worker takes it up meanwhile. */
export async function inFulfillment(
  world: ProbeWorld,
  line: { status: string; failure?: Json },
): Promise<string> {
  const { draft } = await world.pending()
  const status = line.failure ? 'FULFILLMENT_FAILED' : 'IN_FULFILLMENT'
  await world.app.sql("UPDATE orders SET status = $2, updated_at = now() + interval '9 days' WHERE id = $1", [
    draft.orderId,
    status,
  ])
  const failure = line.failure ? JSON.stringify(line.failure) : null
  await world.app.sql('UPDATE order_line SET status = $2, failure = $3 WHERE order_id = $1', [
    draft.orderId,
    line.status,
    failure,
  ])
  return draft.orderId
}
