import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submit, until } from '../support/ordering.ts'

describe.each(backends())('a wiped queue on %s', (backend) => {
  let api: TestApp
  let workers: TestApp | null = null
  const env = { QUEUE_PREFIX: `{wiped-${backend}}`, ORDER_NUMBER_WAIT_MS: '0' }
  beforeAll(async () => void (api = await startApp({ backend, env: { ...env, ROLE: 'api' } })))
  afterAll(async () => {
    await workers?.stopProcess()
    await api.close()
  })

  it('loses nothing: the reconciler starts from PostgreSQL what nobody works on', async () => {
    const sales = await api.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const draft = await completeDraft(sales, {
      customer: buyer,
      offer: await offerOf(sales, '365 business prem'),
    })
    expect(await submit(sales, draft)).toMatchObject({ status: 'SUBMITTED', orderNumber: null })

    // As if the relay had handed everything over and the queue had then lost it.
    await api.sql('UPDATE outbox_event SET published_at = now() WHERE published_at IS NULL')
    workers = await startApp({ backend, database: api.database, env: { ...env, ROLE: 'worker' } })

    const order = await until(sales, draft.orderId, ({ orderNumber }) => orderNumber !== null)
    expect(order.orderNumber).toBe(`MC-${new Date().getFullYear()}-000001`)
    await until(sales, draft.orderId, ({ status }) => status === 'PENDING_APPROVAL')
  })
})
