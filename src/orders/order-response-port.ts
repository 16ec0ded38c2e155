import type { Problem } from '../platform/errors.ts'

/** What the receiver says to an order. UNCL 4343: AP accepted, CA conditionally accepted, RE rejected, AB acknowledged. */
export type OrderAnswer = 'ACCEPTED' | 'CONDITIONALLY_ACCEPTED' | 'REJECTED' | 'ACKNOWLEDGED'

/** What it says to a line. UNCL 1229: 1 added, 3 changed, 5 accepted, 7 not accepted, 42 already delivered. */
export type LineAnswer = 'ADDED' | 'CHANGED' | 'ACCEPTED' | 'NOT_ACCEPTED' | 'ALREADY_DELIVERED'

/** The answer to one line. */
export interface OrderLineResponse {
  /** Our line number; null: a line of the receiver's. */
  lineNumber: number | null
  answer: LineAnswer
  note: string | null
  /** Decimal strings; null: as ordered. */
  quantity: string | null
  unitPrice: string | null
}

/** UBL's OrderResponse. */
export interface OrderResponse {
  /** Of the response, as its sender numbers it. */
  id: string
  /** The order's number with the sender. */
  salesOrderId: string | null
  /** The document that it answers, by our `id`: the order number, of later revisions with their number behind it. */
  documentId: string
  answer: OrderAnswer
  note: string | null
  currency: string | null
  /** `yyyy-mm-dd`. */
  issueDate: string
  promisedStartDate: string | null
  promisedEndDate: string | null
  lines: OrderLineResponse[]
}

/** A response, or what is wrong with it, by path. */
export type OrderResponseRead = { response: OrderResponse } | { problems: Problem[] }

/** Reads a UBL OrderResponse. It trusts nothing and never throws. */
export type ReadOrderResponse = (text: string) => OrderResponseRead
