import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submit, submitInput } from '../support/ordering.ts'
import { startOtlpReceiver, type OtlpReceiver, type ReceivedSpan } from '../support/otlp-receiver.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const kinds = { server: 2, client: 3, producer: 4, consumer: 5 }

async function addEndpoint(admin: ApiClient, url: string): Promise<void> {
  const input = { url, eventTypes: ['order.placed'], idempotencyKey: key() }
  await admin.done('webhookEndpointCreate', input, 'webhookEndpoint { id }')
}

async function draft(sales: ApiClient) {
  return completeDraft(sales, {
    customer: await customer(sales, 'Spreebogen'),
    offer: await offerOf(sales, '365 business prem'),
  })
}

describe.each(backends())('the trace of one order, queues on %s', (backend) => {
  let collector: OtlpReceiver
  let receiver: WebhookReceiver
  let app: TestApp
  let sales: ApiClient
  let orderId: string
  let trace: ReceivedSpan[]

  const named = (name: string) => {
    const found = trace.filter((span) => span.name === name)
    expect(found.map((span) => span.name)).toEqual([name])
    return found[0]!
  }

  beforeAll(async () => {
    collector = await startOtlpReceiver()
    receiver = await startReceiver()
    app = await startApp({ backend, env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` } })
    await addEndpoint(await app.signedIn('admin@meridian.example'), `${receiver.url}/secret-path?token=hush`)
    sales = await app.signedIn('sales@meridian.example')
    const made = await draft(sales)
    orderId = (await submit(sales, made)).id as string
    const about = (span: ReceivedSpan) => span.attributes['countersign.event.type'] === 'order.placed'
    const sent = await collector.until((span) => span.name === 'send order.placed' && about(span))
    // What is named below has ended before or right after it, and is exported within a second.
    await collector.until((span) => span.name === 'job order-number' && span.traceId === sent.traceId)
    await collector.until((span) => span.name === 'publish order.placed' && span.traceId === sent.traceId)
    trace = collector.spans.filter(({ traceId }) => traceId === sent.traceId)
  })
  afterAll(async () => {
    await app?.close()
    await receiver?.close()
    await collector?.close()
  })

  it('goes from the mutation through event, relay, job and fan-out to the attempt, each the parent of the next', () => {
    const chain = [
      ['mutation orderSubmit', kinds.server],
      ['publish order.submitted', kinds.producer],
      ['job order-number', kinds.consumer],
      ['publish order.placed', kinds.producer],
      ['fan out order.placed', kinds.consumer],
      ['send order.placed', kinds.client],
    ] as const
    const spans = chain.map(([name]) => named(name))

    expect(spans.map(({ name, kind }) => [name, kind])).toEqual(chain)
    expect(spans[0]?.parentSpanId ?? '').toBe('')
    expect(spans.slice(1).map(({ parentSpanId }) => parentSpanId)).toEqual(
      spans.slice(0, -1).map(({ spanId }) => spanId),
    )
    expect(spans.every((span) => span.status.code !== 2)).toBe(true)
    const times = spans.map(({ startTimeUnixNano }) => BigInt(startTimeUnixNano))
    expect(times).toEqual(times.toSorted((a, b) => Number(a - b)))
  })

  it('is told to the receiver of the webhook, whose own spans can go on from the attempt', () => {
    const { traceId, spanId } = named('send order.placed')

    expect(receiver.requests.map(({ headers }) => headers['traceparent'])).toEqual([
      `00-${traceId}-${spanId}-01`,
    ])
  })

  it('says what each span is about by ids and names, and holds no address, person, path or secret', () => {
    expect(named('send order.placed').attributes).toMatchObject({
      'http.request.method': 'POST',
      'http.response.status_code': 204,
      'server.address': '127.0.0.1',
      'server.port': receiver.port,
      'countersign.event.type': 'order.placed',
    })
    expect(named('publish order.placed').attributes).toMatchObject({ 'countersign.subject.id': orderId })
    expect(named('mutation orderSubmit').attributes).toMatchObject({
      'countersign.graphql.field': 'orderSubmit',
      'countersign.actor.kind': 'USER',
    })
    expect(named('mutation orderSubmit').resource).toMatchObject({ 'service.name': 'countersign' })
    for (const text of ['secret-path', 'hush', '@meridian.example', 'Spreebogen', 'ada@', 'PO-1', 'whsec_'])
      expect(collector.text()).not.toContain(text)
  })

  it('is asked of the collector by POST of JSON to /v1/traces', () => {
    const asked = new Set(collector.requests.map(({ method, path, type }) => `${method} ${path} ${type}`))

    expect([...asked]).toEqual(['POST /v1/traces application/json'])
  })

  it('goes on in the trace of a caller who sends one, and begins its own where that is no traceparent', async () => {
    const made = await draft(sales)
    const own = '4bf92f3577b34da6a3ce929d0e0e4736'
    const input = submitInput(made)
    const send = (traceparent: string) =>
      fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${sales.token}`, traceparent },
        body: JSON.stringify({
          query: `mutation ($input: OrderSubmitInput!) { orderSubmit(input: $input) { order { id } userErrors { code } } }`,
          variables: { input },
        }),
      })
    await send(`00-${own}-00f067aa0ba902b7-01`)
    const first = await collector.until(
      ({ name, traceId }) => name === 'mutation orderSubmit' && traceId === own,
    )
    const placed = await collector.until(
      ({ name, traceId }) => name === 'send order.placed' && traceId === own,
    )
    await send('00-not-a-trace')
    await sleep(1500)
    const submits = collector.spans.filter(({ name }) => name === 'mutation orderSubmit')

    expect(first.parentSpanId).toBe('00f067aa0ba902b7')
    expect(placed.traceId).toBe(own)
    expect(new Set(submits.map(({ traceId }) => traceId)).size).toBe(3)
  })
})

describe('without a collector', () => {
  it('nothing is traced, exported or told to receivers, though a caller sends its trace', async () => {
    const collector = await startOtlpReceiver()
    const receiver = await startReceiver()
    const app = await startApp()
    try {
      await addEndpoint(await app.signedIn('admin@meridian.example'), receiver.url)
      const sales = await app.signedIn('sales@meridian.example')
      await submit(sales, await draft(sales))
      await app.quiet()

      expect(app.resources.tracing).toBeNull()
      expect(collector.requests).toEqual([])
      expect(receiver.requests).toHaveLength(1)
      expect(receiver.requests[0]?.headers['traceparent']).toBeUndefined()
      expect(
        await app.sql(
          `SELECT id FROM outbox_event WHERE traceparent IS NOT NULL
           UNION ALL SELECT id FROM webhook_message WHERE traceparent IS NOT NULL`,
        ),
      ).toEqual([])
    } finally {
      await app.close()
      await receiver.close()
      await collector.close()
    }
  })

  it('that answers, an order takes its way, and the server stops in time', async () => {
    const away = await startOtlpReceiver()
    await away.close()
    const receiver = await startReceiver()
    const app = await startApp({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: away.url, LOG_LEVEL: 'silent' } })
    try {
      await addEndpoint(await app.signedIn('admin@meridian.example'), receiver.url)
      const sales = await app.signedIn('sales@meridian.example')
      const order = await submit(sales, await draft(sales))
      await app.quiet()

      expect(order.orderNumber).toMatch(/\d$/)
      expect(receiver.requests).toHaveLength(1)
    } finally {
      const begun = performance.now()
      await app.close()
      expect(performance.now() - begun).toBeLessThan(20_000)
      await receiver.close()
    }
  })

  it('an address that is none is refused at start', async () => {
    await expect(startApp({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317' } })).rejects.toThrow(
      'OTEL_EXPORTER_OTLP_ENDPOINT: must be an http(s) address',
    )
  })
})
