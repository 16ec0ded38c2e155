import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, expect, test } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { catalogFile, faultOf, productCount } from './catalog-files.ts'

const rows = 100_000
const badEvery = 100
const hour = 3_600_000
const script = path.join(import.meta.dirname, '../support/whole-product.ts')

interface Product {
  child: ChildProcess
  client: ApiClient
  url: string
  /** A figure of the process's memory in MB, as the kernel counts it. */
  memory(what: 'VmRSS' | 'VmHWM'): number
}

const cleanups: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function openDatabase(): Promise<{ database: TestDatabase; sql: pg.Pool }> {
  const database = await cloneDatabase('countersign_demo')
  const sql = new pg.Pool({
    connectionString: database.superuserUrl,
    max: 2,
    options: '-c search_path=countersign',
  })
  sql.on('error', () => undefined)
  cleanups.push(
    () => database.drop(),
    () => sql.end(),
  )
  await sql.query(
    `INSERT INTO product (id, key, vendor_id, category_id, name, summary, description, search_text, created_at, updated_at)
     SELECT 'prd_gen_' || n, 'generated-' || n, v.id, c.id, 'Generated ' || n, 'Generated.', 'Generated.', 'generated', now(), now()
     FROM generate_series(0, $1::int - 1) n, (SELECT id FROM vendor LIMIT 1) v, (SELECT id FROM category LIMIT 1) c`,
    [productCount],
  )
  return { database, sql }
}

async function startProduct(database: TestDatabase, dataDir: string): Promise<Product> {
  const env = { ...process.env, PORT: '0', DATA_DIR: dataDir, DATABASE_URL: database.url, LOG_LEVEL: 'error' }
  const child = fork(script, {
    execArgv: ['--import', 'tsx'],
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  cleanups.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  const url = `http://127.0.0.1:${port}`
  const client = await ApiClient.signIn(url, 'operator@countersign.example')
  const memory: Product['memory'] = (what) => {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1]) / 1024
  }
  return { child, url, client, memory }
}

function dataDirectory(): string {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-import-'))
  cleanups.push(() => Promise.resolve(rmSync(dataDir, { recursive: true, force: true })))
  return dataDir
}

async function send(product: Product, file: AsyncGenerator<Uint8Array>, key: string): Promise<string> {
  const response = await fetch(`${product.url}/catalog/imports`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${product.client.token}`,
      'content-type': 'text/csv',
      'idempotency-key': key,
    },
    body: ReadableStream.from(file),
    duplex: 'half',
  })
  const answer = (await response.json()) as Json
  expect([response.status, answer.errors]).toEqual([202, undefined])
  return answer.activity.id as string
}

async function until(sql: pg.Pool, id: string, isThere: (row: { status: string; done: number }) => boolean) {
  for (;;) {
    const { rows: found } = await sql.query<{ status: string; done: number; counts: Json }>(
      'SELECT status, done, counts FROM activity WHERE id = $1',
      [id],
    )
    if (found[0] && isThere(found[0])) return found[0]
    await sleep(50)
  }
}

const isEnded = ({ status }: { status: string }) => status !== 'QUEUED' && status !== 'RUNNING'

/** All that an import says of the catalog: offers, prices, what search reads. No ids, no times. */
async function catalogHash(sql: pg.Pool): Promise<string> {
  const { rows: found } = await sql.query<{ hash: string }>(
    `SELECT md5(concat(
       (SELECT md5(string_agg(concat_ws('|', p.key, o.sku_code, o.vendor_part_number, o.name, o.payment_model, o.charge_timing,
          o.commitment_term, o.billing_period, o.status), '/' ORDER BY o.vendor_part_number COLLATE "C"))
        FROM offer o JOIN product p ON p.id = o.product_id),
       (SELECT md5(string_agg(concat_ws('|', o.vendor_part_number, l.key, x.unit_price, x.setup_fee), '/'
          ORDER BY o.vendor_part_number COLLATE "C", l.seller_id, l.key))
        FROM price x JOIN offer o ON o.id = x.offer_id JOIN price_list l ON l.id = x.price_list_id WHERE x.valid_to IS NULL),
       (SELECT md5(string_agg(key || search_text, '/' ORDER BY key COLLATE "C")) FROM product),
       (SELECT md5(string_agg(word || product_count, '/' ORDER BY word)) FROM search_word WHERE product_count > 0))) AS hash`,
  )
  return found[0]?.hash ?? ''
}

test(
  '100,000 rows with 1,000 bad ones: the good are imported, exactly the bad are listed, in bounded memory; cut in the middle and begun again, the catalog is the same',
  async () => {
    const undisturbed = await openDatabase()
    const product = await startProduct(undisturbed.database, dataDirectory())
    await sleep(2000)
    const idle = product.memory('VmRSS')
    const began = performance.now()
    const id = await send(product, catalogFile(rows, badEvery), 'whole')
    const received = performance.now()
    const { counts } = await until(undisturbed.sql, id, isEnded)
    const ended = performance.now()
    const peak = product.memory('VmHWM')
    process.stdout.write(
      `${rows.toLocaleString('en')} rows: received in ${((received - began) / 1000).toFixed(1)} s, imported in ${((ended - received) / 1000).toFixed(1)} s, ` +
        `${Math.round(rows / ((ended - began) / 1000))} rows a second; memory idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB\n`,
    )
    const bad = Array.from({ length: rows }, (_, row) => ({
      line: row + 2,
      code: faultOf(row, badEvery),
    })).filter(({ code }) => code !== null)
    expect(bad).toHaveLength(1000)
    const { rows: listed } = await undisturbed.sql.query(
      'SELECT position AS line, code FROM activity_error WHERE activity_id = $1 ORDER BY position, ordinal',
      [id],
    )
    expect(listed).toEqual(bad)
    expect(counts).toEqual({ created: 99_000, updated: 0, unchanged: 0, failed: 1000 })
    expect(peak - idle).toBeLessThan(300)
    expect(await send(product, catalogFile(rows, badEvery), 'whole')).toBe(id)
    const hash = await catalogHash(undisturbed.sql)

    const cut = await openDatabase()
    const dataDir = dataDirectory()
    const first = await startProduct(cut.database, dataDir)
    const cutId = await send(first, catalogFile(rows, badEvery), 'cut')
    const { done } = await until(cut.sql, cutId, (row) => row.done >= rows * 0.4)
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    expect(await catalogHash(cut.sql)).not.toBe(hash)
    await startProduct(cut.database, dataDir)
    const after = await until(cut.sql, cutId, isEnded)
    process.stdout.write(`killed after ${done.toLocaleString('en')} rows, went on behind them\n`)
    expect(after).toMatchObject({ status: 'COMPLETED_WITH_ERRORS', done: rows, counts })
    expect(await catalogHash(cut.sql)).toBe(hash)
  },
  2 * hour,
)
