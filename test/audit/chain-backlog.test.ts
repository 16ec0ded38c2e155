import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { prepareRoles, withDatabase } from '../../src/platform/prepare-roles.ts'
import { projectRoot } from '../../src/platform/project-root.ts'

const name = `test_${randomBytes(6).toString('hex')}`
const connect = async (url: string) => {
  const client = new pg.Client({
    connectionString: withDatabase(url, name),
    options: '-c search_path=countersign',
  })
  await client.connect()
  return client
}
const migration = (file: string) =>
  readFileSync(path.join(projectRoot, 'schema', 'migrations', `${file}.sql`), 'utf8')

let owner: pg.Client
let superuser: pg.Client

beforeAll(async () => {
  await prepareRoles(inject('superuserUrl'), { database: name })
  owner = await connect(inject('ownerUrl'))
  superuser = await connect(inject('superuserUrl'))
  await owner.query('CREATE TABLE mikro_orm_migrations (id int)')
  for (const file of ['0001-foundation', '0002-gate']) await owner.query(migration(file))
})
afterAll(async () => {
  await owner.end()
  await superuser.end()
  const admin = new pg.Client({ connectionString: withDatabase(inject('superuserUrl'), 'postgres') })
  await admin.connect()
  await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
  await admin.end()
})

const addEvent = (id: string, sellerId: string) =>
  superuser.query(
    `INSERT INTO outbox_event (id, seller_id, type, subject_type, subject_id, subject_version, actor, data, correlation_id, occurred_at)
     VALUES ($1, $2, 'test.happened', 'test', 'tst_1', 1, '{"kind":"SYSTEM","id":"system","name":"x"}', '{"b":1,"a":"ä"}', 'req_1', now())`,
    [id, sellerId],
  )

it('an installation from before the chain has all its events chained, seller by seller, in the order of their ids', async () => {
  for (const [id, seller] of [
    ['evt_3', 'org_a'],
    ['evt_1', 'org_a'],
    ['evt_2', 'org_b'],
    ['evt_4', 'org_a'],
  ] as const)
    await addEvent(id, seller)
  await owner.query('BEGIN')
  await owner.query(migration('0003-audit'))
  await owner.query('COMMIT')
  await addEvent('evt_5', 'org_a')

  const { rows } = await superuser.query<{ entry: string; whole: boolean }>(
    `SELECT a.seller_id || ' ' || a.sequence || ' ' || a.event_id AS entry,
       a.canonical = audit_text(e) AND a.entry_hash = audit_hash(a.previous_hash, a.seller_id, a.sequence, a.canonical)
         AND a.previous_hash = coalesce(lag(a.entry_hash) OVER (PARTITION BY a.seller_id ORDER BY a.sequence), repeat('0', 64)) AS whole
     FROM audit_entry a JOIN outbox_event e ON e.id = a.event_id ORDER BY a.seller_id, a.sequence`,
  )
  expect(rows.map(({ entry }) => entry)).toEqual([
    'org_a 1 evt_1',
    'org_a 2 evt_3',
    'org_a 3 evt_4',
    'org_a 4 evt_5',
    'org_b 1 evt_2',
  ])
  expect(rows.every(({ whole }) => whole)).toBe(true)
  const heads = await superuser.query('SELECT seller_id, last_sequence FROM audit_chain ORDER BY 1')
  expect(heads.rows).toEqual([
    { seller_id: 'org_a', last_sequence: '4' },
    { seller_id: 'org_b', last_sequence: '1' },
  ])
})
