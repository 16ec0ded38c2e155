import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres.ts'
import { prepareRoles, withDatabase } from '../../src/platform/prepare-roles.ts'

const folder = mkdtempSync(join(tmpdir(), 'countersign test '))
let postgres: EmbeddedPostgres

beforeAll(async () => {
  chmodSync(folder, 0o711)
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings: { fsync: 'off' } })
})

afterAll(async () => {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

test('the owner hands functions to the gate role, and the runtime role can neither create nor own', async () => {
  const { ownerUrl, runtimeUrl } = postgres

  await query(
    ownerUrl,
    `CREATE FUNCTION gate.who() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_temp AS 'SELECT current_user::text';
     ALTER FUNCTION gate.who() OWNER TO countersign_gate`,
  )
  expect(await query(runtimeUrl, 'SELECT gate.who()')).toEqual([{ who: 'countersign_gate' }])
  // A later migration replaces what it handed over.
  await query(ownerUrl, `CREATE OR REPLACE FUNCTION gate.who() RETURNS text LANGUAGE sql AS 'SELECT 1::text'`)
  for (const sql of [
    'CREATE TABLE t ()',
    'CREATE TABLE gate.t ()',
    'CREATE TABLE public.t ()',
    'CREATE SCHEMA s',
  ]) {
    await expect(query(runtimeUrl, sql), sql).rejects.toThrow(/permission denied/)
  }
})

test('several databases are prepared at once, and again, without touching the passwords', async () => {
  const databases = ['one', 'two', 'with "quotes" and spaces']
  const prepareAll = () =>
    Promise.all(databases.map((database) => prepareRoles(postgres.superuserUrl, { database })))
  await prepareAll()
  await prepareAll()
  for (const database of databases) {
    expect(
      await query(withDatabase(postgres.runtimeUrl, database), 'SELECT current_database() AS name'),
    ).toEqual([{ name: database }])
  }
})

test('attributes that somebody gave a role are taken away again', async () => {
  await query(postgres.superuserUrl, 'ALTER ROLE countersign_app SUPERUSER BYPASSRLS')
  await prepareRoles(postgres.superuserUrl, { database: 'countersign' })
  expect(
    await query(
      postgres.superuserUrl,
      `SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'countersign_app'`,
    ),
  ).toEqual([{ rolsuper: false, rolbypassrls: false }])
})

test('other roles may not even connect, and the queue migrates as the owner but works as the runtime role', async () => {
  await query(postgres.superuserUrl, `CREATE ROLE stranger LOGIN PASSWORD 'x'`)
  const stranger = new URL(postgres.runtimeUrl)
  stranger.username = 'stranger'
  stranger.password = 'x'
  await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow(/permission denied for database/)

  await query(postgres.ownerUrl, 'CREATE SCHEMA IF NOT EXISTS bullmq; CREATE TABLE bullmq.job (id serial)')
  await query(
    postgres.runtimeUrl,
    `INSERT INTO bullmq.job DEFAULT VALUES; CREATE SEQUENCE bullmq.ids; DROP SEQUENCE bullmq.ids; CREATE TEMP TABLE batch ()`,
  )
  expect(await query(postgres.runtimeUrl, 'SELECT id FROM bullmq.job')).toEqual([{ id: 1 }])
})
