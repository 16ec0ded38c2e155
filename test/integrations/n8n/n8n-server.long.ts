import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient, Json } from '../../support/api-client.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../../support/ordering.ts'
import { N8nServer } from './n8n-server.ts'

const minutes = 60_000
const isWanted = Boolean(process.env['VERIFY_N8N'])
if (!isWanted)
  process.stderr.write('\nSKIPPED: a real n8n is 2.4 GB; `npm run verify:n8n` installs and asks it.\n')

describe.skipIf(!isWanted)('a real n8n with our node, over the real product (N2)', () => {
  let app: TestApp
  let admin: ApiClient
  let n8n: N8nServer
  let place: () => Promise<void>
  const closings: Array<() => Promise<void>> = []
  beforeAll(async () => {
    app = await startApp()
    closings.push(() => app.close())
    admin = await app.signedIn('admin@meridian.example')
    const scopes = ['WEBHOOK_READ', 'WEBHOOK_WRITE']
    const made = await admin.done('apiKeyCreate', { name: 'n8n', scopes, idempotencyKey: key() }, 'secret')
    n8n = await N8nServer.prepare({ url: app.url, apiKey: made.secret as string })
    closings.push(() => n8n.close())
    const sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    place = async () => {
      await submit(sales, await completeDraft(sales, { customer: buyer, offer }))
      await app.quiet()
    }
    await n8n.start()
    await n8n.setUpOwner()
  }, 30 * minutes)
  afterAll(async () => {
    for (const close of closings.toReversed()) await close()
  }, minutes)

  const endpoints = (): Promise<Json[]> =>
    app.sql(
      "SELECT id, url, source, status FROM webhook_endpoint WHERE deleted_at IS NULL AND source = 'N8N'",
    )

  async function executed(count: number) {
    for (let tries = 0; tries < 60; tries++) {
      const inputs = await n8n.inputs()
      if (inputs.length >= count && inputs.every(({ status }) => status === 'success')) return inputs
      await sleep(500)
    }
    return n8n.inputs()
  }

  test(
    'has one endpoint however often the workflow is activated, and after n8n was started again',
    async () => {
      expect(await endpoints()).toEqual([])
      await n8n.activate()
      const [first, ...others] = await endpoints()
      expect(first).toMatchObject({ source: 'N8N', status: 'ACTIVE', url: expect.stringContaining(n8n.url) })
      expect(others).toEqual([])
      // n8n takes an active workflow's webhooks away before it puts them up again: another endpoint, and only one.
      await n8n.activate()
      const [second, ...more] = await endpoints()
      expect(second).toMatchObject({ source: 'N8N', status: 'ACTIVE', url: first.url })
      expect(more).toEqual([])
      await n8n.stop()
      await n8n.start()
      await sleep(5000)
      expect(await endpoints()).toEqual([second])
    },
    5 * minutes,
  )

  test(
    'starts the workflow once for an order, with the very event that was stored; a forged one starts nothing',
    async () => {
      await place()
      const inputs = await executed(1)
      const stored = await app.sql<{ body: string }>(
        `SELECT m.body FROM webhook_message m JOIN webhook_endpoint e ON e.id = m.endpoint_id
         WHERE e.source = 'N8N' AND m.event_type = 'order.placed' AND m.status = 'SUCCEEDED'`,
      )
      expect(stored).toHaveLength(1)
      expect(inputs).toEqual([{ status: 'success', json: JSON.parse(stored[0]?.body ?? '') }])

      const [endpoint] = await endpoints()
      const headers = {
        'content-type': 'application/json',
        'webhook-id': 'evt_forged',
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
        'webhook-signature': 'v1,AAAA',
      }
      const forged = await fetch(endpoint.url as string, {
        method: 'POST',
        headers,
        body: stored[0]?.body ?? '',
      })
      expect(forged.status).toBe(401)
      await sleep(2000)
      expect(await n8n.inputs()).toHaveLength(1)
    },
    5 * minutes,
  )

  test(
    'has no endpoint once the workflow is deactivated, and hears nothing more',
    async () => {
      await n8n.deactivate()
      expect(await endpoints()).toEqual([])
      await place()
      await sleep(2000)
      expect(await n8n.inputs()).toHaveLength(1)
    },
    5 * minutes,
  )
})
