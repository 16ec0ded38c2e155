import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { projectRoot } from '../../src/platform/project-root.ts'
import type { Json } from './api-client.ts'
import type { TestApp } from './app.ts'

/** Stands in every text of the owner's that a person may choose. */
export const mark = 'canary'

/** The tables that hold rows of tenants, from the catalog. */
export async function tenantTables(app: TestApp): Promise<string[]> {
  const rows = await app.sql<{ name: string }>(
    `SELECT c.table_name AS name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'countersign' AND c.column_name = 'seller_id' AND t.table_type = 'BASE TABLE' ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

/** Every text inside a value. */
export function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value as Record<string, Json>).flatMap(textsIn)
}

const isInstant = (text: string) => /^\d{4}-\d\d-\d\d([T ]|$)/.test(text)

/** Every text in the rows of these tables that fit. */
export async function textsOf(
  app: TestApp,
  tables: readonly string[],
  where: { sql: string; values?: Json[] },
): Promise<Set<string>> {
  const found = new Set<string>()
  for (const table of tables) {
    const rows = await app.sql<{ row: Json }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t WHERE ${where.sql}`,
      where.values,
    )
    for (const text of rows.flatMap(({ row }) => textsIn(row)))
      if (text.length >= 6 && !isInstant(text)) found.add(text)
  }
  return found
}

const catalog = ['vendor', 'category', 'product', 'offer']

const schemaFolder = path.join(projectRoot, 'schema')
const readEvent = (file: string) => readFileSync(path.join(schemaFolder, 'events', file), 'utf8')
const rules = readdirSync(path.join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.rules.ts'),
)
/** What everybody may read in the repository: names of the API, of its events with their examples, and what rules say. */
const promised = [
  readFileSync(path.join(schemaFolder, 'schema.graphql'), 'utf8'),
  ...rules.map((file) => readFileSync(path.join(projectRoot, 'src', file), 'utf8')),
  ...readdirSync(path.join(schemaFolder, 'events')).map(
    (file) => file.replace(/\.json$/, '') + readEvent(file),
  ),
].join('\n')

/** Every text that the owner's rows hold and nobody else's: not the catalog's, not the API's own words. */
export async function ownersTexts(app: TestApp, sellerId: string): Promise<Set<string>> {
  const tables = await tenantTables(app)
  const owned = await textsOf(app, tables, { sql: 'seller_id = $1', values: [sellerId] })
  const others = await textsOf(app, tables, { sql: 'seller_id <> $1', values: [sellerId] })
  const shared = await textsOf(app, catalog, { sql: 'true' })
  return new Set(
    [...owned].filter((text) => !others.has(text) && !shared.has(text) && !promised.includes(text)),
  )
}

/** What moves without anybody's doing: sessions with every request, the workers' own book, heads that are signed by the clock. */
export const restless = ['session', 'job_run', 'audit_anchor']
/** Where the relay notes how far an event has come. */
const notes = "'{published_at,feed_position,jobs_due_at,fan_out_due,erp_due}'::text[]"

/** What the owner's row is, by table, as one hash. */
export async function ownersRows(app: TestApp, sellerId: string): Promise<Record<string, string | null>> {
  const tables = (await tenantTables(app)).filter((table) => !restless.includes(table))
  const one = (table: string) =>
    `SELECT '${table}' AS name, md5(string_agg(md5((to_jsonb(t) - ${notes})::text), ','
       ORDER BY md5((to_jsonb(t) - ${notes})::text))) AS hash FROM ${table} t WHERE seller_id = $1`
  const rows = await app.sql<{ name: string; hash: string | null }>(tables.map(one).join(' UNION ALL '), [
    sellerId,
  ])
  return Object.fromEntries(rows.map(({ name, hash }) => [name, hash]))
}
