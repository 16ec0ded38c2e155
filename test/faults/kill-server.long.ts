import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submitInput, until } from '../support/ordering.ts'

/** `npm start` as a user runs it, on a data folder of its own. */
class Server {
  #child: ChildProcess | null = null
  url = ''

  constructor(readonly dataDir: string) {}

  async start(): Promise<void> {
    const child = spawn('node', ['src/boot.js', 'start'], {
      env: { ...process.env, DATA_DIR: this.dataDir, PORT: '0', LOG_LEVEL: 'error' },
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    this.#child = child
    const lines: string[] = []
    child.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    for (let tries = 0; tries < 1200; tries++) {
      const [, url] = /GraphiQL +(http\S+?)\/graphql\n/.exec(lines.join('')) ?? []
      if (url) return void (this.url = url)
      await sleep(100)
    }
    throw new Error(`The server did not start:\n${lines.join('')}`)
  }

  /** Ends the whole process group at once, boot and program; PostgreSQL runs in a group of its own and stays. */
  async kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#child
    if (!child?.pid) return
    const gone = once(child, 'exit')
    process.kill(-child.pid, signal)
    await gone
  }
}

describe('a server that is killed with -9 while orders are submitted', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'countersign-kill-'))
  const server = new Server(dataDir)
  beforeAll(() => server.start())
  afterAll(async () => {
    await server.kill('SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('has every acknowledged order afterwards, numbered without gap or double, and goes on with them', async () => {
    const acknowledged = new Set<string>()
    const intended: Json[] = []
    for (let round = 0; round < 5; round++) {
      const sales = await ApiClient.signIn(server.url, 'sales@meridian.example')
      const buyer = await customer(sales, 'Spreebogen')
      const offer = await offerOf(sales, '365 business prem')
      const drafts = []
      for (let one = 0; one < 8; one++) drafts.push(await completeDraft(sales, { customer: buyer, offer }))
      const submits = drafts.map(async (draft) => {
        intended.push(draft)
        const payload = await sales.mutate('orderSubmit', submitInput(draft, draft.orderId), 'order { id }')
        if (payload.order) acknowledged.add(payload.order.id as string)
      })
      const settled = Promise.allSettled(submits)
      const before = acknowledged.size
      for (let tries = 0; tries < 500 && acknowledged.size <= before + round; tries++) await sleep(5)
      await server.kill('SIGKILL')
      await settled
      await server.start()
    }

    const sales = await ApiClient.signIn(server.url, 'sales@meridian.example')
    const orders: Json[] = []
    for (const id of acknowledged)
      orders.push(await until(sales, id, ({ orderNumber }) => orderNumber !== null))
    const numbered: Json[] = []
    for (const draft of intended) {
      const { order } = await sales.ask('query ($id: ID!) { order(id: $id) { id orderNumber status } }', {
        id: draft.orderId,
      })
      expect(order).not.toBeNull()
      if (order.status !== 'DRAFT')
        numbered.push(await until(sales, order.id, ({ orderNumber }) => orderNumber !== null))
    }
    const sequences = numbered
      .map(({ orderNumber }) => Number(orderNumber.slice(-6)))
      .toSorted((a, b) => a - b)
    process.stdout.write(
      `acknowledged ${acknowledged.size} of ${intended.length}; stored ${numbered.length}; numbers ${sequences.join(' ')}\n`,
    )
    expect(acknowledged.size).toBeGreaterThanOrEqual(15)
    expect(orders).toHaveLength(acknowledged.size)
    expect(numbered.length).toBeGreaterThanOrEqual(acknowledged.size)
    expect(sequences).toEqual(sequences.map((_, index) => index + 1))

    const admin = await ApiClient.signIn(server.url, 'admin@meridian.example')
    const last = numbered.at(-1)
    const approval = await approvalOf(admin, last.id)
    await admin.done(
      'approvalApprove',
      { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key() },
      'order { id }',
    )
    await until(sales, last.id, ({ status }) => status === 'FULFILLED')
  }, 600_000)
})
