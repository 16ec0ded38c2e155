import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const query = `query ($subjectId: ID!) {
  order(id: $subjectId) { orderNumber status lines { lineNumber quantity } organization { name } }
}`

/** Payloads that a stored query makes, over the API and the wire. */
describe('an endpoint with a query of its own', () => {
  let app: TestApp
  let admin: ApiClient
  let receiver: WebhookReceiver
  let place: () => Promise<string>
  beforeAll(async () => {
    app = await startApp()
    receiver = await startReceiver()
    admin = await app.signedIn('admin@meridian.example')
    const sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    place = async () => {
      const draft = await completeDraft(sales, { customer: buyer, offer })
      await submit(sales, draft)
      await app.quiet()
      return draft.orderId
    }
  })
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  async function endpoint(wishes: Json, by = admin) {
    const path = `/${key()}`
    const input = { url: receiver.url + path, eventTypes: ['order.placed'], idempotencyKey: key(), ...wishes }
    const answer = await by.mutate(
      'webhookEndpointCreate',
      input,
      'webhookEndpoint { id query queryProblem payload }',
    )
    const bodies = () =>
      receiver.requests
        .filter((request) => request.path === path)
        .map(({ body }): Json => JSON.parse(body.toString()))
    return { answer, id: answer.webhookEndpoint?.id as string, bodies }
  }

  it('is told what its query is answered, as data of the envelope and of CloudEvents', async () => {
    const standard = await endpoint({ payload: 'QUERY', query })
    const structured = await endpoint({ payload: 'QUERY', query, format: 'CLOUDEVENTS_STRUCTURED' })
    expect(standard.answer.webhookEndpoint).toMatchObject({ payload: 'QUERY', query, queryProblem: null })
    const orderId = await place()
    const [body] = standard.bodies()
    expect(body).toMatchObject({ type: 'order.placed', subject: { id: orderId } })
    expect(body!.data).toEqual({
      order: {
        orderNumber: expect.stringMatching(/^MC-/),
        status: expect.stringMatching(/^[A-Z_]+$/),
        lines: [{ lineNumber: 1, quantity: '5' }],
        organization: { name: expect.stringMatching(/Spreebogen/) },
      },
    })
    expect(body!.errors).toBeUndefined()
    // Each is answered at a moment of its own, and the order moves on.
    const order = { ...body!.data.order, status: expect.stringMatching(/^[A-Z_]+$/) as string }
    expect(structured.bodies()).toMatchObject([{ type: 'order.placed', data: { order } }])
    for (const { id } of [standard, structured])
      await admin.done('webhookEndpointDelete', { endpointId: id }, 'webhookEndpoint { id }')
  })

  it('is told nothing that its owner may not read itself: neither data nor in an error', async () => {
    const made = await admin.done(
      'apiKeyCreate',
      { name: 'Hooks', scopes: ['WEBHOOK_READ', 'WEBHOOK_WRITE'], idempotencyKey: key() },
      'secret apiKey { id }',
    )
    const narrow = new ApiClient(app.url, made.secret as string)
    const { id, bodies } = await endpoint({ payload: 'QUERY', query }, narrow)
    const orderId = await place()
    const asked = await narrow.request(query, { subjectId: orderId })
    const [body] = bodies()
    expect(asked.data).toEqual({ order: null })
    expect(body!.data).toEqual({ order: null })
    expect(body!.errors).toMatchObject([{ code: 'FORBIDDEN', path: ['order'] }])

    await admin.done('apiKeyRevoke', { apiKeyId: made.apiKey.id }, 'apiKey { id }')
    const next = await place()
    expect(bodies()[1]).toMatchObject({ data: { id: next }, errors: [{ code: 'OWNER_GONE' }] })
    await admin.done('webhookEndpointDelete', { endpointId: id }, 'webhookEndpoint { id }')
  })

  it('is told by a replay what happened before it was there, and shown by a preview what whoever looks may read', async () => {
    const since = new Date().toISOString()
    const orderId = await place()
    const { id, bodies } = await endpoint({ payload: 'QUERY', query })
    const missed = { endpointId: id, since, statuses: ['NEVER_ATTEMPTED'], idempotencyKey: key() }
    expect(await admin.done('webhookReplaySince', missed, 'replayedCount')).toMatchObject({
      replayedCount: 1,
    })
    await app.quiet()
    const [body] = bodies()
    expect(bodies()).toHaveLength(1)
    expect(body).toMatchObject({ subject: { id: orderId }, data: { order: { lines: [{ quantity: '5' }] } } })

    const preview = async (by: ApiClient): Promise<Json> => {
      const { webhookPayloadPreview } = await by.ask(
        'query ($event: ID!, $endpoint: ID!) { webhookPayloadPreview(eventId: $event, endpointId: $endpoint) { body } }',
        { event: body!.id, endpoint: id },
      )
      return JSON.parse(webhookPayloadPreview.body as string)
    }
    expect(await preview(admin)).toEqual(body)
    const made = await admin.done(
      'apiKeyCreate',
      { name: 'Looks on', scopes: ['WEBHOOK_READ'], idempotencyKey: key() },
      'secret',
    )
    const narrow = await preview(new ApiClient(app.url, made.secret as string))
    expect(narrow).toMatchObject({ data: { order: null }, errors: [{ code: 'FORBIDDEN', path: ['order'] }] })

    const itself = `query ($eventId: ID!) { webhookPayloadPreview(eventId: $eventId, endpointId: "${id}") { body } }`
    await admin.done('webhookEndpointUpdate', { endpointId: id, query: itself }, 'webhookEndpoint { id }')
    const { data } = await preview(admin)
    expect(JSON.parse(data.webhookPayloadPreview.body as string).data).toEqual({ id: orderId })
    await admin.done('webhookEndpointDelete', { endpointId: id }, 'webhookEndpoint { id }')
  })

  it.each([
    ['no query', undefined, 'REQUIRED'],
    ['a fault of syntax', 'query {', 'WEBHOOK_QUERY_INVALID'],
    ['an unknown field', 'query { order(id: "x") { total } }', 'WEBHOOK_QUERY_INVALID'],
    ['a mutation', 'mutation { signOut { userErrors { code } } }', 'WEBHOOK_QUERY_INVALID'],
    ['two queries', 'query A { viewer { id } } query B { viewer { id } }', 'WEBHOOK_QUERY_INVALID'],
    ['another variable', 'query ($x: ID!) { order(id: $x) { id } }', 'WEBHOOK_QUERY_INVALID'],
    ['the schema itself', '{ __schema { types { name } } }', 'WEBHOOK_QUERY_INVALID'],
    [
      'more than its events are worth',
      '{ orders(first: 100) { nodes { lines { id } } } }',
      'WEBHOOK_QUERY_INVALID',
    ],
  ])('is refused with %s', async (_what, wrong, code) => {
    const { answer } = await endpoint({ payload: 'QUERY', ...(wrong ? { query: wrong } : {}) })
    expect(answer.webhookEndpoint).toBeNull()
    expect(answer.userErrors[0]).toMatchObject({ code, path: ['query'] })
  })

  it('shows a problem, and tells it once, when the schema no longer answers its query', async () => {
    const sibling = await endpoint({ eventTypes: ['webhook_endpoint.query_invalid'] })
    const { id, bodies } = await endpoint({ payload: 'QUERY', query })
    // As if it had been stored by a release whose orders had a total.
    const stale = 'query ($subjectId: ID!) { order(id: $subjectId) { total } }'
    await app.sql('UPDATE webhook_endpoint SET query = $1 WHERE id = $2', [stale, id])
    const problem = async () =>
      (await admin.ask(`query ($id: ID!) { webhookEndpoint(id: $id) { queryProblem } }`, { id }))
        .webhookEndpoint.queryProblem as string | null
    const [{ seller_id: sellerId }] = (await app.sql('SELECT seller_id FROM webhook_endpoint WHERE id = $1', [
      id,
    ])) as [{ seller_id: string }]
    const look = async (jobId: string) => {
      await app.resources.queues.queue('webhook-queries').add('webhook-queries', { sellerId }, { jobId })
      for (let tries = 0; tries < 200 && (await problem()) === null; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50))
      await app.quiet()
    }
    expect(await problem()).toBeNull()
    await look('first')
    await look('second')
    const queryProblem = await problem()
    expect(queryProblem).toMatch(/^Cannot query field "total" on type "Order"\./)
    expect(sibling.bodies()).toMatchObject([{ data: { webhookEndpoint: { id, queryProblem } } }])
    const orderId = await place()
    expect(bodies()).toMatchObject([{ data: { id: orderId }, errors: [{ code: 'QUERY_INVALID' }] }])

    await admin.done('webhookEndpointUpdate', { endpointId: id, query }, 'webhookEndpoint { id }')
    expect(await problem()).toBeNull()
    await place()
    expect(bodies()[1]!.data.order.orderNumber).toMatch(/^MC-/)
  })
})
