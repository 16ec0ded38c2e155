import type { Clock } from '../platform/clock.ts'
import type { EntityManager } from '../platform/database.ts'
import type {
  WebhookBreakerState,
  WebhookDisabledReason,
  WebhookEndpointStatus,
} from './webhook-endpoint.entity.ts'

/** An endpoint that fails, rests, or was disabled by the machine; of its URL the host alone. */
export interface TroubledEndpoint {
  id: string
  sellerId: string
  sellerName: string
  host: string
  status: WebhookEndpointStatus
  disabledReason: WebhookDisabledReason | null
  breaker: WebhookBreakerState
  failingSince: Date | null
  lastSuccessAt: Date | null
  /** Messages that are not delivered yet. */
  waiting: number
}

const disabledForMs = 7 * 86_400_000

interface Row {
  id: string
  seller_id: string
  seller_name: string
  host: string | null
  status: WebhookEndpointStatus
  disabled_reason: WebhookDisabledReason | null
  breaker: WebhookBreakerState
  failing_since: string | Date | null
  last_success_at: string | Date | null
  waiting: string
}

const instant = (at: string | Date | null) => (at === null ? null : new Date(at))

/** Endpoints of all sellers that are in trouble, the longest first; those that were disabled, for a week. */
export async function listTroubledEndpoints(
  { root, clock }: { root: EntityManager; clock: Clock },
  limit: number,
): Promise<TroubledEndpoint[]> {
  const since = new Date(clock.now().getTime() - disabledForMs)
  const rows = await root.fork().execute<Row[]>('SELECT * FROM gate.troubled_endpoints(?, ?)', [since, limit])
  return rows.map((row) => ({
    id: row.id,
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    host: row.host ?? '',
    status: row.status,
    disabledReason: row.disabled_reason,
    breaker: row.breaker,
    failingSince: instant(row.failing_since),
    lastSuccessAt: instant(row.last_success_at),
    waiting: Number(row.waiting),
  }))
}
