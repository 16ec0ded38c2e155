import type { OrderDocumentSource } from '../orders/order-document-port.ts'
import type { Problem } from '../platform/errors.ts'
import type { ErpKind } from './erp-connection.entity.ts'
import type { ErpCrosswalkKind } from './erp-crosswalk.entity.ts'
import type { ErpOrderState } from './erp-push.entity.ts'

/** An ERP, and as whom we speak with it. Never logged: it holds the credential. */
export interface ErpSite {
  kind: ErpKind
  url: string
  database: string
  username: string
  password: string
  /** False: sales stay drafts, for people to confirm. */
  confirms: boolean
  /** Fraction digits of a unit price there. */
  priceDigits: number
  /** Whether it may be on this machine: while the server listens on loopback with demo data. */
  loopback: boolean
}

/** What the ERP calls ours, where somebody has said so; one call for all of a kind. */
export type StoredCrosswalk = (
  kind: ErpCrosswalkKind,
  keys: readonly string[],
) => Promise<ReadonlyMap<string, string>>

/** An order as the ERP holds it. */
export interface ErpOrderRead {
  externalId: string
  externalNumber: string | null
  state: ErpOrderState
}

/**
 * What became of a push. PUSHED: the ERP holds what the order says; `order` null: it was cancelled and never there.
 * REFUSED: somebody must do something first. RETRY: it may or may not have happened; again later, nothing happens twice.
 */
export type ErpPushOutcome =
  | { kind: 'PUSHED'; order: ErpOrderRead | null }
  | { kind: 'REFUSED'; problems: Problem[] }
  | { kind: 'RETRY'; message: string }

/** The ERPs of all kinds, as jobs reach them. Neither call throws for what the ERP does. */
export interface Erp {
  /** Brings an order into the ERP, once; one push of an order at a time. */
  push(site: ErpSite, source: OrderDocumentSource, crosswalk: StoredCrosswalk): Promise<ErpPushOutcome>
  /** Signs in and reads a sale, and changes nothing. Answers what is wrong; null: nothing. */
  test(site: ErpSite): Promise<string | null>
}
