import type { EntityProperty } from '@mikro-orm/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

interface Column {
  table: string
  column: string
  type: string
  nullable: boolean
}

interface Table {
  name: string
  secured: boolean
  forced: boolean
  /** Commands that the runtime role has a permissive policy for; `*` is all. */
  commands: string[]
  /** Columns of each unique key. */
  keys: string[][]
}

// Written by SQL alone, in one statement each; nothing of them is ever an object.
const withoutEntity: Record<string, string> = {
  audit_anchor: 'inserted once per head, the database decides by whom',
  audit_chain: 'moved by the trigger alone',
  catalog_upload: 'written and read by the part, never as an object',
  catalog_upload_row: 'written and read by the thousand',
  idempotency_key: 'claimed by INSERT ... ON CONFLICT before anything is loaded',
  job_effect: 'claimed by INSERT ... ON CONFLICT in the commit of the effect',
  job_lane: 'taken and left by the gate alone',
  number_counter: 'locked and raised in one UPDATE for a batch of numbers',
  operation_report: 'kept and told by the gate alone',
  search_word: 'counted by a trigger, read by functions',
  sign_in_attempt: 'counted by the gate before anybody is known',
}

// What is found by another key, because it has no `id` or because nothing refers to it.
const keyedOtherwise: Record<string, string[]> = {
  activity_error: ['seller_id', 'activity_id', 'position', 'ordinal'],
  audit_anchor: ['seller_id', 'sequence'],
  audit_chain: ['seller_id'],
  audit_entry: ['seller_id', 'sequence'],
  number_counter: ['seller_id', 'series_id', 'period'],
  catalog_upload_row: ['seller_id', 'upload_id', 'line'],
  search_word: ['word'],
  idempotency_key: ['seller_id', 'actor_id', 'operation', 'key'],
  job_effect: ['seller_id', 'effect_key', 'version'],
  terms_chain: ['seller_id'],
  price: ['seller_id', 'price_list_id', 'offer_id', 'valid_from'],
  user_token: ['token_hash'],
}

let verbs: VerbHarness
let columns: Column[]
let tables: Table[]

beforeAll(async () => {
  verbs = await openVerbs()
  columns = await verbs.sql<Column>(
    `SELECT table_name AS table, column_name AS column, udt_name AS type, is_nullable = 'YES' AS nullable
     FROM information_schema.columns WHERE table_schema = 'countersign' ORDER BY 1, 2`,
  )
  tables = await verbs.sql<Table>(
    `SELECT c.relname AS name, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
       (SELECT coalesce(json_agg(DISTINCT p.polcmd), '[]') FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive
          AND 'countersign_app'::regrole = ANY (p.polroles)) AS commands,
       (SELECT coalesce(json_agg((SELECT json_agg(a.attname ORDER BY k.place) FROM unnest(i.indkey) WITH ORDINALITY k (number, place)
          JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number)), '[]')
          FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL) AS keys
     FROM pg_class c WHERE c.relnamespace = 'countersign'::regnamespace AND c.relkind = 'r' ORDER BY 1`,
  )
})
afterAll(() => verbs.close())

const names: Record<string, string> = {
  varchar: 'text',
  int: 'int4',
  integer: 'int4',
  smallint: 'int2',
  bigint: 'int8',
  boolean: 'bool',
  'text[]': '_text',
  'integer[]': '_int4',
}

/** PostgreSQL's own name of a type that the mapper was told. */
const typeName = (told: string) => {
  const bare = told.replace(/\(\d+(,\s*\d+)?\)/, '')
  return names[bare] ?? bare
}

const stored = (properties: readonly EntityProperty[]) =>
  properties.filter(({ persist, fieldNames }) => persist !== false && fieldNames?.length > 0)

test('every column of every entity exists, with its type and with or without NULL', () => {
  const told = [...verbs.orm.getMetadata().getAll().values()]
    .filter(
      ({ tableName, virtual, abstract, embeddable }) => tableName && !virtual && !abstract && !embeddable,
    )
    .flatMap(({ tableName, props }) =>
      stored(props).flatMap(({ fieldNames, columnTypes, nullable }) =>
        fieldNames.map((column, at) => ({
          table: tableName,
          column,
          type: typeName(columnTypes[at] ?? ''),
          nullable: nullable ?? false,
        })),
      ),
    )
  expect(told.length).toBeGreaterThan(200)
  const line = ({ table, column, type, nullable }: Column) =>
    `${table}.${column} ${type}${nullable ? ' NULL' : ''}`
  const real = new Set(columns.map(line))
  expect(told.map(line).filter((one) => !real.has(one))).toEqual([])
})

test('every table has an entity, or is written by SQL alone for a reason', () => {
  const known = new Set([...verbs.orm.getMetadata().getAll().values()].map(({ tableName }) => tableName))
  const bare = tables.map(({ name }) => name).filter((name) => !known.has(name))
  expect(bare.filter((name) => !name.startsWith('mikro_orm_'))).toEqual(Object.keys(withoutEntity))
})

test('every table of a tenant has row-level security, also for its owner, and policies for the runtime role', () => {
  const ofTenants = new Set(columns.filter(({ column }) => column === 'seller_id').map(({ table }) => table))
  expect(ofTenants.size).toBeGreaterThan(20)
  const open = tables.filter(
    ({ name, secured, forced, commands }) =>
      ofTenants.has(name) && !(secured && forced && (commands.includes('r') || commands.includes('*'))),
  )
  expect(open.map(({ name }) => name)).toEqual([])
})

test('every table of a tenant can be referred to by seller and id, so that no reference leaves the tenant', () => {
  const ofTenants = new Set(columns.filter(({ column }) => column === 'seller_id').map(({ table }) => table))
  const without = tables.filter(({ name, keys }) => {
    const wanted = keyedOtherwise[name] ?? ['seller_id', 'id']
    return ofTenants.has(name) && !keys.some((key) => key.join() === wanted.join())
  })
  expect(without.map(({ name, keys }) => ({ name, keys }))).toEqual([])
})

// The tree of sellers crosses tenants by its nature, and so does what one charges the next below.
const acrossTenants = ['organization(parent_id)', 'price_list(reseller_id)']

test('every reference between tables of tenants holds the seller, because references pass by row-level security', async () => {
  const references = await verbs.sql<{ from: string; to: string; columns: string[]; targets: string[] }>(
    `SELECT f.relname AS from, t.relname AS to, (SELECT json_agg(a.attname ORDER BY k.place)
       FROM unnest(c.conkey) WITH ORDINALITY k (number, place)
       JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.number) AS columns,
       (SELECT json_agg(a.attname) FROM pg_attribute a WHERE a.attrelid = c.confrelid AND a.attnum = ANY (c.confkey)) AS targets
     FROM pg_constraint c JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
     WHERE c.contype = 'f' AND c.connamespace = 'countersign'::regnamespace ORDER BY 1, 2`,
  )
  const ofTenants = new Set(columns.filter(({ column }) => column === 'seller_id').map(({ table }) => table))
  const between = references.filter(({ from, to }) => ofTenants.has(from) && ofTenants.has(to))
  expect(between.length).toBeGreaterThan(20)
  const loose = between.filter(
    ({ columns: by, targets }) => !by.includes('seller_id') && !targets.includes('seller_id'),
  )
  expect(loose.map(({ from, columns: by }) => `${from}(${by.join()})`)).toEqual(acrossTenants)
})
