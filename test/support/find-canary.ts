import { createHash } from 'node:crypto'
import { Redis } from 'ioredis'
import { expect } from 'vitest'

/** A text that is planted somewhere, and whoever tells of it. */
export interface Sighting {
  canary: string
  /** `plain`, `base64`, `hex` or `hash`. */
  form: string
  place: string
}

/** A text in base64 at each of the three places that it can begin at, without the characters that depend on neighbors. */
function inBase64(canary: string): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(canary)]).toString('base64')
    const told = encoded.replace(/=+$/, '').slice(offset === 0 ? 0 : offset + 1, -2)
    return [told, told.replaceAll('+', '-').replaceAll('/', '_')]
  })
}

function formsOf(canary: string): Array<[form: string, text: string]> {
  const hex = Buffer.from(canary).toString('hex')
  const hashes = ['sha256', 'sha1', 'md5'].map((kind) => createHash(kind).update(canary).digest('hex'))
  return [
    ['plain', canary],
    ['plain', encodeURIComponent(canary)],
    ['plain', [...canary].toReversed().join('')],
    ...inBase64(canary).map((text): [string, string] => ['base64', text]),
    ['hex', hex],
    ['hex', hex.toUpperCase()],
    ...hashes.map((text): [string, string] => ['hash', text]),
  ]
}

/** Where the canaries are found, each form and place once. */
export function findCanaries(canaries: readonly string[], places: ReadonlyMap<string, string>): Sighting[] {
  return canaries.flatMap((canary) =>
    formsOf(canary).flatMap(([form, text]) =>
      [...places].flatMap(([place, content]) => (content.includes(text) ? [{ canary, form, place }] : [])),
    ),
  )
}

/** Every row of every table, as text: what a dump of the database would hold. */
export async function dumpTables(
  sql: <T extends object>(text: string) => Promise<T[]>,
): Promise<Map<string, string>> {
  const tables = await sql<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`,
  )
  const dump = new Map<string, string>()
  for (const { name } of tables) {
    const rows = await sql<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t`)
    dump.set(`table ${name}`, rows.map(({ row }) => row).join('\n'))
  }
  return dump
}

/** Everything that a Redis holds, as text. */
export async function dumpRedis(url: string): Promise<Map<string, string>> {
  const client = new Redis(url)
  const read: Record<string, (key: string) => Promise<unknown>> = {
    string: (key) => client.get(key),
    hash: (key) => client.hgetall(key),
    list: (key) => client.lrange(key, '0', '-1'),
    set: (key) => client.smembers(key),
    zset: (key) => client.zrange(key, '0', '-1'),
    stream: (key) => client.xrange(key, '-', '+'),
  }
  const dump = new Map<string, string>()
  for await (const keys of client.scanStream({ count: 1000 }) as AsyncIterable<string[]>) {
    for (const key of keys) {
      const content = await read[await client.type(key)]?.(key)
      dump.set(`redis ${key}`, `${key} ${JSON.stringify(content)}`)
    }
  }
  client.disconnect()
  return dump
}

/** What the queue dashboard and the pages of operation show to the operator. */
export async function dumpDashboard(url: string): Promise<Map<string, string>> {
  const signIn = await fetch(`${url}/ops/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ email: 'operator@countersign.example', password: 'countersign-demo' }),
  })
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  const read = async (at: string) => {
    const answer = await fetch(`${url}${at}`, { headers: { cookie, accept: '*/*' } })
    expect([at, answer.status]).toEqual([at, 200])
    return answer.text()
  }
  const pages = new Map<string, string>()
  const queues = JSON.parse(await read('/ops/queues/api/queues')) as { queues: Array<{ name: string }> }
  expect(queues.queues.map(({ name }) => name)).toContain('provisioning')
  for (const { name } of queues.queues)
    for (const status of ['latest', 'completed', 'failed', 'waiting', 'delayed']) {
      const at = `/ops/queues/api/queues?activeQueue=${encodeURIComponent(name)}&status=${status}&page=1&jobsPerPage=100`
      pages.set(`dashboard ${name} ${status}`, await read(at))
    }
  pages.set('page /ops/mailbox', await read('/ops/mailbox'))
  for (const [, id = ''] of (pages.get('page /ops/mailbox') ?? '').matchAll(/\/ops\/mailbox\/(ntf_\w+)/g))
    for (const at of [`/ops/mailbox/${id}`, `/ops/mailbox/${id}/html`])
      pages.set(`page ${at}`, await read(at))
  for (const at of ['/metrics', '/readyz', '/healthz']) pages.set(`page ${at}`, await read(at))
  return pages
}
