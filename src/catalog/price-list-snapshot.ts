import type { PriceList } from './price-list.entity.ts'
import type { PriceListSnapshot } from './price-list.events.ts'

/** The list as its events tell it. */
export function priceListSnapshot(list: PriceList): PriceListSnapshot {
  const { id, key, name, currency, organizationId, resellerId, basis, version } = list
  return {
    id,
    key,
    name,
    currency,
    organizationId,
    resellerId,
    basis,
    validFrom: list.validFrom?.toISOString() ?? null,
    validTo: list.validTo?.toISOString() ?? null,
    version,
  }
}
