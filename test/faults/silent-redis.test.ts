import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submit, type Draft } from '../support/ordering.ts'
import type { ApiClient } from '../support/api-client.ts'
import { TcpProxy } from './kit/tcp-proxy.ts'

const redisUrl = inject('redisUrl')

describe.runIf(redisUrl)('an API whose Redis has gone silent', () => {
  let proxy: TcpProxy
  let app: TestApp
  let sales: ApiClient
  let draft: Draft
  beforeAll(async () => {
    const behind = new URL(redisUrl ?? '')
    proxy = await TcpProxy.start(() => Number(behind.port))
    const env = { ROLE: 'api', ORDER_NUMBER_WAIT_MS: '500', REDIS_URL: `redis://127.0.0.1:${proxy.port}` }
    app = await startApp({ backend: 'redis', env })
    sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    draft = await completeDraft(sales, { customer: buyer, offer })
    proxy.beSilent(true)
  })
  afterAll(async () => {
    await app.close()
    await proxy.close()
  })

  it('answers a submit that is committed, without the number that no worker could issue', async () => {
    const order = await submit(sales, draft)
    expect(order).toMatchObject({ id: draft.orderId, status: 'SUBMITTED', orderNumber: null })
    const stored = 'SELECT status, submitted_at IS NOT NULL AS submitted FROM orders WHERE id = $1'
    expect(await app.sql(stored, [draft.orderId])).toEqual([{ status: 'SUBMITTED', submitted: true }])
  })

  it('stops all the same', async () => {
    await expect(app.stopProcess()).resolves.toBeUndefined()
  })
})
