import type { OrderDocument } from './order-document.ts'

/**
 * What an ERP calls what we name. CUSTOMER by the buyer's id, ITEM by SKU, UNIT by UN/ECE Recommendation 20 code, TAX by
 * UNCL 5305 code and percent (`S:19`, `AE:0`, `O`).
 */
export type CrosswalkKind = 'CUSTOMER' | 'ITEM' | 'UNIT' | 'TAX'

/** The ERP's own ids of all that a document names. */
export interface ErpIds {
  customer: string
  /** By SKU. */
  items: ReadonlyMap<string, string>
  /** By code. */
  units: ReadonlyMap<string, string>
  /** By code and percent; lines without calculated tax have none. */
  taxes: ReadonlyMap<string, string>
}

/** Where an order stands in the ERP. */
export type ErpOrderState = 'DRAFT' | 'CONFIRMED' | 'IN_PROGRESS' | 'DONE' | 'CANCELLED'

/** An order as the ERP holds it. */
export interface ErpOrder {
  /** Its id there, stable. */
  externalId: string
  /** Its number there, as people say it. */
  externalNumber: string | null
  state: ErpOrderState
  /** The revision that was written last; connectors keep it beside our number. */
  revision: number
  /** Its total without tax as the ERP computes it, a decimal string: told apart from ours, it is a mistake in a map. */
  net: string
}

/**
 * What became of one call. REFUSED: the ERP has understood and will not, so trying again is in vain. UNKNOWN: no answer
 * came, or one that says nothing; it may have happened.
 */
export type ErpOutcome<T> =
  | { readonly kind: 'OK'; readonly value: T }
  | { readonly kind: 'REFUSED'; readonly message: string }
  | { readonly kind: 'UNKNOWN'; readonly message: string }

/** What is to be written: the document, and the ERP's own ids for what it names. */
export interface ErpWrite {
  document: OrderDocument
  ids: ErpIds
}

/**
 * An adapter to one ERP. It never throws: whatever happens is an outcome. Money is handed over and read back as decimal
 * strings. A repeated call must be possible at any time.
 */
export interface ErpConnector {
  /** Short, such as `tryton`; part of messages. */
  readonly name: string
  /** The order that bears our number, whatever its state; null: there is none. It must see what `create` just made. */
  find(orderNumber: string): Promise<ErpOutcome<ErpOrder | null>>
  /** Makes a new order that bears our number and revision. */
  create(write: ErpWrite): Promise<ErpOutcome<ErpOrder>>
  /** Makes an order what the document says, its revision included. */
  change(order: ErpOrder, write: ErpWrite): Promise<ErpOutcome<ErpOrder>>
  /** Cancels an order, if it is not cancelled yet. */
  cancel(order: ErpOrder, document: OrderDocument): Promise<ErpOutcome<ErpOrder>>
  /** The ERP's ids for ours, one call for all of a kind; what is missing is not in the answer. */
  crosswalk(kind: CrosswalkKind, keys: readonly string[]): Promise<ErpOutcome<ReadonlyMap<string, string>>>
}
