import type { VerbHarness } from './verbs.ts'

/** A reseller without anything else, as a row that endpoints and events can belong to. */
export async function addSeller(verbs: VerbHarness, id: string): Promise<void> {
  await verbs.sql(
    `INSERT INTO organization (id, seller_id, kind, parent_id, path, name, country, currency, time_zone, status, created_at, updated_at)
     VALUES ($1, $1, 'RESELLER', NULL, ARRAY[$1], $2, 'DE', 'EUR', 'Europe/Berlin', 'ACTIVE', now(), now())`,
    [id, `Reseller ${id}`],
  )
}
