import { HTTP, type CloudEvent } from 'cloudevents'
import { Webhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { startReceiver, type ReceivedRequest, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** Endpoints that want to be told in their own way, over the API and the wire. */
describe('an endpoint says what it receives', () => {
  let app: TestApp
  let admin: ApiClient
  let sales: ApiClient
  let receiver: WebhookReceiver
  let placed: () => Promise<string>
  beforeAll(async () => {
    app = await startApp()
    receiver = await startReceiver()
    admin = await app.signedIn('admin@meridian.example')
    sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    placed = async () => {
      const wanted = await completeDraft(sales, { customer: buyer, offer })
      await submit(sales, wanted)
      return wanted.orderId
    }
  })
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  const fields = `webhookEndpoint { id version format payload headerNames timeoutSeconds
    filter { path operator values all { path } } } secret`
  const create = (wishes: Json, at = key()) =>
    admin.mutate(
      'webhookEndpointCreate',
      { url: `${receiver.url}/${at}`, eventTypes: ['order.placed'], idempotencyKey: key(), ...wishes },
      fields,
    )
  const at = (path: string) => receiver.requests.filter((request) => request.path === `/${path}`)
  const headersOf = ({ headers }: ReceivedRequest) => headers as Record<string, string>

  it('as CloudEvents that the reference library reads, signed all the same', async () => {
    const endpoints = await Promise.all(
      (['CLOUDEVENTS_STRUCTURED', 'CLOUDEVENTS_BINARY'] as const).map(async (format) => {
        const place = key()
        const { secret, webhookEndpoint } = await create({ format }, place)
        return { format, place, secret: secret as string, id: webhookEndpoint.id as string }
      }),
    )
    const orderId = await placed()
    await app.quiet()
    for (const { format, place, secret, id } of endpoints) {
      const [request] = at(place)
      const body = request!.body.toString()
      new Webhook(secret).verify(body, headersOf(request!))
      new SvixWebhook(secret).verify(body, headersOf(request!))
      expect(() => new SvixWebhook(secret).verify(`${body} `, headersOf(request!))).toThrow()
      const [event] = [HTTP.toEvent<Json>({ headers: request!.headers, body })].flat() as [CloudEvent<Json>]
      expect(event.validate()).toBe(true)
      expect(event).toMatchObject({
        type: 'order.placed',
        subject: orderId,
        datacontenttype: 'application/json',
      })
      expect(event.data).toMatchObject({ order: { id: orderId } })
      const preview = await admin.ask(
        `query ($eventId: ID!, $endpointId: ID) { webhookPayloadPreview(eventId: $eventId, endpointId: $endpointId) {
           body headers passesFilter } }`,
        { eventId: event.id, endpointId: id },
      )
      expect(preview.webhookPayloadPreview).toMatchObject({ body, passesFilter: true })
      expect(preview.webhookPayloadPreview.headers['content-type']).toBe(request!.headers['content-type'])
      expect(format === 'CLOUDEVENTS_BINARY').toBe('ce-id' in request!.headers)
      await admin.done('webhookEndpointDelete', { endpointId: id }, 'webhookEndpoint { id }')
    }
  })

  it('only what its filter lets pass', async () => {
    const place = key()
    const wanted = { path: 'data.order.id', operator: 'ANY_OF', values: ['ord_none'] }
    const { webhookEndpoint } = await create({ filter: wanted }, place)
    expect(webhookEndpoint.filter).toEqual({ ...wanted, all: null })
    await placed()
    await app.quiet()
    expect(at(place)).toEqual([])
    const endpointId = webhookEndpoint.id as string
    const passing = { path: 'data.order.id', operator: 'NONE_OF', values: ['ord_none'] }
    await admin.done('webhookEndpointUpdate', { endpointId, filter: passing }, 'webhookEndpoint { id }')
    const second = await placed()
    await app.quiet()
    expect(at(place).map(({ body }) => JSON.parse(body.toString()).subject.id)).toEqual([second])
    await admin.done('webhookEndpointUpdate', { endpointId, filter: null }, 'webhookEndpoint { id }')
    const third = await placed()
    await app.quiet()
    expect(at(place).map(({ body }) => JSON.parse(body.toString()).subject.id)).toEqual([second, third])
    await admin.done('webhookEndpointDelete', { endpointId }, 'webhookEndpoint { id }')
  })

  it('with its own headers, whose values nobody sees again, and its own patience', async () => {
    const place = key()
    const headers = [
      { name: 'Authorization', value: 'Bearer canary-4711' },
      { name: 'X-Tenant', value: 'seven' },
    ]
    const { webhookEndpoint } = await create({ headers, timeoutSeconds: 3, payload: 'FLAT' }, place)
    expect(webhookEndpoint).toMatchObject({
      headerNames: ['authorization', 'x-tenant'],
      timeoutSeconds: 3,
      format: 'STANDARD',
      payload: 'FLAT',
    })
    const orderId = await placed()
    await app.quiet()
    const [request] = at(place)
    expect(headersOf(request!)).toMatchObject({ authorization: 'Bearer canary-4711', 'x-tenant': 'seven' })
    expect(JSON.parse(request!.body.toString())).toMatchObject({ data__order__id: orderId })
    for (const table of [
      'webhook_endpoint',
      'webhook_message',
      'outbox_event',
      'audit_entry',
      'idempotency_key',
    ])
      expect(await app.sql(`SELECT 1 FROM ${table} t WHERE t::text LIKE '%canary-4711%'`)).toEqual([])
    const endpointId = webhookEndpoint.id as string
    await admin.done('webhookEndpointUpdate', { endpointId, headers: [] }, 'webhookEndpoint { id }')
    await placed()
    await app.quiet()
    expect(at(place).at(-1)!.headers['authorization']).toBeUndefined()
    await admin.done('webhookEndpointDelete', { endpointId }, 'webhookEndpoint { id }')
  })

  it('and is refused what it cannot have, with every fault at its place', async () => {
    const before = await app.sql('SELECT count(*)::int AS count FROM webhook_endpoint')
    const told = await create({
      headers: [
        { name: 'webhook-id', value: 'x' },
        { name: 'x-a', value: 'a\r\nb' },
      ],
      timeoutSeconds: 31,
      filter: { path: 'a..b', operator: 'EXISTS' },
    })
    expect(told.userErrors).toMatchObject([
      { code: 'FILTER_PATH_INVALID', path: ['filter', 'path'] },
      { code: 'HEADER_RESERVED', path: ['headers', '0', 'name'] },
      { code: 'HEADER_VALUE_INVALID', path: ['headers', '1', 'value'] },
      { code: 'TIMEOUT_INVALID', path: ['timeoutSeconds'] },
    ])
    const filtered = await create({ filter: { all: [{ path: 'type' }], not: { path: 'type' } } })
    expect(filtered.userErrors).toMatchObject([{ code: 'FILTER_AMBIGUOUS', path: ['filter'] }])
    const inner = await create({ filter: { any: [{ path: 'type', operator: 'AT_LEAST', values: ['x'] }] } })
    expect(inner.userErrors).toMatchObject([
      { code: 'VALUE_INVALID', path: ['filter', 'any', '0', 'values'] },
    ])
    const nowhere = await create({ filter: { all: [{ path: '', operator: 'ANY_OF', values: [] }] } })
    expect(nowhere.userErrors).toMatchObject([
      { code: 'FILTER_PATH_INVALID', path: ['filter', 'all', '0', 'path'] },
      { code: 'VALUE_INVALID', path: ['filter', 'all', '0', 'values'] },
    ])
    expect(await app.sql('SELECT count(*)::int AS count FROM webhook_endpoint')).toEqual(before)
  })
})
