import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import { HTTP, type CloudEvent } from 'cloudevents'
import { Webhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../src/platform/project-root.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { startReceiver, type ReceivedRequest, type WebhookReceiver } from '../support/webhook-receiver.ts'

const wanted = 1000
const formats = [
  ...Array.from({ length: 20 }, () => 'STANDARD'),
  'CLOUDEVENTS_STRUCTURED',
  'CLOUDEVENTS_BINARY',
] as const

const source = readFileSync(path.join(projectRoot, 'schema', 'asyncapi.yaml'), 'utf8')
const document = parse(source) as { components: { schemas: Record<string, { required?: string[] }> } }

/** What the running product sends, against what it promises in schema/asyncapi.yaml. */
describe('a thousand deliveries over the wire', () => {
  let app: TestApp
  let admin: ApiClient
  let receiver: WebhookReceiver
  const secrets = new Map<string, string>()
  const ajv = new Ajv({ strict: false, validateFormats: false })
  // Compiled once each: a thousand deliveries are of a dozen types.
  const compiled = new Map<string, ReturnType<Ajv['compile']>>()
  const fitsPart = (part: string, value: unknown) => {
    const validate = compiled.get(part) ?? ajv.compile({ $ref: `asyncapi#/components/${part}` })
    compiled.set(part, validate)
    return validate(value)
  }
  const fits = (envelope: Record<string, unknown>) =>
    fitsPart(`messages/${String(envelope['type'])}/payload`, envelope)
  const requestsOf = (format: string) =>
    receiver.requests.filter((request) => request.path.startsWith(`/${format}/`))
  const headersOf = ({ headers }: ReceivedRequest) => headers as Record<string, string>

  beforeAll(async () => {
    ajv.addSchema(document, 'asyncapi')
    app = await startApp()
    receiver = await startReceiver()
    admin = await app.signedIn('admin@meridian.example')
    for (const format of formats) {
      const place = `/${format}/${key()}`
      const { secret } = await admin.done(
        'webhookEndpointCreate',
        { url: receiver.url + place, eventTypes: ['*'], format, idempotencyKey: key() },
        'secret',
      )
      secrets.set(place, secret as string)
    }
    const sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    for (let orders = 0; receiver.requests.length < wanted && orders < 40; orders++) {
      const draft = await completeDraft(sales, { customer: buyer, offer })
      await submit(sales, draft)
      await app.quiet()
      const { id, version } = await approvalOf(admin, draft.orderId)
      const decision = { approvalId: id, expectedVersion: version, idempotencyKey: key() }
      await admin.done('approvalApprove', decision, 'order { status }')
      await app.quiet()
    }
  }, 600_000)
  afterAll(async () => {
    await receiver.close()
    await app.close()
  })

  // First: libraries refuse what is older than five minutes.
  it('are verified by both libraries, and by neither with one flipped byte', () => {
    for (const request of receiver.requests) {
      const secret = secrets.get(request.path)!
      const altered = Buffer.from(request.body)
      altered[altered.length >> 1]! ^= 1
      for (const verifier of [new Webhook(secret), new SvixWebhook(secret)]) {
        verifier.verify(request.body.toString(), headersOf(request))
        expect(() => verifier.verify(altered.toString(), headersOf(request))).toThrow()
      }
    }
  })

  it('fit the published schemas, each one; without any required part none does', () => {
    const bodies = requestsOf('STANDARD').map(
      ({ body }) => JSON.parse(body.toString()) as Record<string, unknown>,
    )
    expect(receiver.requests.length).toBeGreaterThanOrEqual(wanted)
    expect(bodies.filter((body) => !fits(body))).toEqual([])
    expect(new Set(bodies.map(({ type }) => type)).size).toBeGreaterThanOrEqual(8)
    for (const body of bodies) {
      const { subject: _dropped, ...headless } = body
      expect(fits(headless)).toBe(false)
      const [part] = document.components.schemas[String(body['type'])]?.required ?? []
      const { [String(part)]: _lost, ...data } = body['data'] as Record<string, unknown>
      expect(fits({ ...body, data })).toBe(false)
    }
  })

  it('are events to the reference library for CloudEvents, structured and binary', () => {
    for (const format of ['CLOUDEVENTS_STRUCTURED', 'CLOUDEVENTS_BINARY']) {
      const requests = requestsOf(format)
      expect(requests.length).toBeGreaterThan(20)
      for (const { headers, body } of requests) {
        const [event] = [HTTP.toEvent<Json>({ headers, body: body.toString() })].flat() as [CloudEvent<Json>]
        expect(event.validate()).toBe(true)
        const { data } = event
        expect(fitsPart(`schemas/${event.type}`, data)).toBe(true)
      }
    }
    const [{ headers, body }] = requestsOf('CLOUDEVENTS_STRUCTURED') as [ReceivedRequest]
    const { type: _dropped, ...untyped } = JSON.parse(body.toString()) as Record<string, unknown>
    const [wrong] = [HTTP.toEvent<Json>({ headers, body: JSON.stringify(untyped) })].flat() as [
      CloudEvent<Json>,
    ]
    expect(() => wrong.validate()).toThrow()
  })
})
