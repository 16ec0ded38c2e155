import type { TaxTreatment } from '../platform/tax-calculator.ts'
import type { OrderSnapshot } from './order-snapshot.schema.ts'

/** What a company is known by outside, as it is now. */
export interface DocumentedCompany {
  country: string
  taxId: string | null
  address: NonNullable<OrderSnapshot['billTo']>['address']
  /** Its number in the reseller's own system. */
  externalReference: string | null
  /** Its ids by system; `peppol` is its electronic address, such as `0088:7300010000001`. */
  externalReferences: Readonly<Record<string, string>>
}

/** An order and what else its documents name. */
export interface OrderDocumentSource {
  order: OrderSnapshot
  seller: DocumentedCompany
  customer: DocumentedCompany
  /** At which rate the order would be taxed; `rate` null: not calculated. */
  tax: { treatment: TaxTreatment; code: string | null; rate: string | null }
  /** Numbers of the orders that began the subscriptions which this one changes, by id of the subscription. */
  begunBy: Readonly<Record<string, string>>
  /** When the document is written, ISO 8601: the day of a cancellation. */
  writtenAt: string
}

/** UBL: XML by UBL 2.1, by Peppol BIS Ordering 3 where the order permits. CSV: the lines as a table. */
export type OrderDocumentFormat = 'UBL' | 'CSV'

/** A document, ready to be sent. */
export interface WrittenDocument {
  mediaType: string
  text: string
}

/** Writes an order, which must have its number, for another system. */
export type WriteOrderDocument = (source: OrderDocumentSource, format: OrderDocumentFormat) => WrittenDocument
