import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

export interface TestDatabase {
  /** As the runtime role: both walls stand. */
  url: string
  ownerUrl: string
  /** As superuser: sees everything; for assertions over all tenants. */
  superuserUrl: string
  drop(): Promise<void>
}

function inDatabase(url: string, name: string): string {
  const parsed = new URL(url)
  parsed.pathname = `/${name}`
  return parsed.href
}

async function asAdmin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: inDatabase(inject('superuserUrl'), 'postgres') })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** A database of this test file's own, cloned from the migrated one, or from the one with demo data (`countersign_demo`). */
export async function cloneDatabase(template = 'countersign'): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER countersign_owner`)
  await asAdmin(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`)
  await asAdmin(`GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO countersign_app`)
  for (const role of ['countersign_app', 'countersign_owner'])
    await asAdmin(`ALTER ROLE ${role} IN DATABASE ${name} SET search_path = countersign`)
  return {
    url: inDatabase(inject('runtimeUrl'), name),
    ownerUrl: inDatabase(inject('ownerUrl'), name),
    superuserUrl: inDatabase(inject('superuserUrl'), name),
    drop: () => asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}
