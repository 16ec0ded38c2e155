import type { TermsDocument } from './terms-document.entity.ts'

/** What of an order decides which documents apply to it. */
export type TermsFacts = {
  vendorIds: readonly string[]
  /** Absent: no product is known, and documents of one product do not apply. */
  productIds?: readonly string[]
  /** Country of the customer; absent: unknown, and documents of one country do not apply. */
  country?: string
}

/** True when a document applies to an order: all that it is narrowed to, vendor, product and country, must fit. */
export function termsApply(
  document: Pick<TermsDocument, 'vendorId' | 'productId' | 'country'>,
  order: TermsFacts,
): boolean {
  const { vendorId, productId, country } = document
  return (
    (vendorId === null || order.vendorIds.includes(vendorId)) &&
    (productId === null || (order.productIds ?? []).includes(productId)) &&
    (country === null || order.country === country)
  )
}
