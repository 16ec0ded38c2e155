import DataLoader from 'dataloader'
import { loaderOf, type Unit } from '../platform/load.ts'

interface SoldRow {
  id: string
}

/** True when an offer can be bought now: it is on sale and its product published. Asked for many, it is one query. */
export function isForSale(unit: Unit, offerId: string): Promise<boolean> {
  const loader = loaderOf<string, boolean>(
    unit,
    isForSale,
    (em) =>
      new DataLoader(async (ids) => {
        const rows = await em.execute<SoldRow[]>(
          `SELECT o.id FROM offer o JOIN product p ON p.id = o.product_id
           WHERE o.id = ANY (ARRAY[?]::text[]) AND o.status = 'ON_SALE' AND p.status = 'PUBLISHED'`,
          [[...ids]],
        )
        const sold = new Set(rows.map((row) => row.id))
        return ids.map((id) => sold.has(id))
      }),
  )
  return loader.load(offerId)
}
