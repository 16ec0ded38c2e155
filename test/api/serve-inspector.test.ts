import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { key } from '../support/ordering.ts'

const body = JSON.stringify({ type: 'ping', data: {} })

describe('the request inspector', () => {
  let app: TestApp
  let admin: ApiClient
  let stranger: ApiClient
  let url: string
  let endpointId: string
  let secret: string
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signedIn('admin@meridian.example')
    stranger = await app.signedIn('admin@harbor.example')
    url = (await look(admin)).url
  })
  afterAll(() => app.close())

  const asked = (token: string | null, method = 'GET') =>
    fetch(`${app.url}/inspect`, { method, headers: token ? { authorization: `Bearer ${token}` } : {} })
  const look = async ({ token }: ApiClient): Promise<{ url: string; requests: Json[] }> => {
    const answer = await asked(token)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    return (await answer.json()) as { url: string; requests: Json[] }
  }
  const send = (headers: Record<string, string>, to = url, text = body) =>
    fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text })
  /** As a stranger would who knows a secret. */
  const signed = (by: string, at: Date = new Date()) => {
    const timestamp = String(Math.floor(at.getTime() / 1000))
    const signature = createHmac('sha256', Buffer.from(by.replace('whsec_', ''), 'base64'))
      .update(`evt_1.${timestamp}.${body}`)
      .digest('base64')
    return { 'webhook-id': 'evt_1', 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
  }
  const verdict = async () => (await look(admin)).requests[0]?.verdict
  const ping = async () => {
    await admin.done('webhookEndpointTest', { endpointId }, 'webhookMessage { id }')
    await app.quiet()
  }

  it('tells each reseller an address of its own that nobody guesses', async () => {
    const other = (await look(stranger)).url
    expect(url).toMatch(new RegExp(`^${app.url}/inspect/org_\\w+-[0-9a-f]{32}$`))
    expect(other).not.toBe(url)
    expect((await look(admin)).url).toBe(url)
    const forged = [
      `${url.slice(0, -1)}${url.endsWith('0') ? '1' : '0'}`,
      `${app.url}/inspect/x`,
      `${app.url}/inspect/-`,
    ]
    for (const address of forged) expect((await send({}, address)).status, address).toBe(404)
    expect((await look(admin)).requests).toEqual([])
  })

  it('asks for the right to change endpoints', async () => {
    const { apiKeyCreate } = await admin.ask(
      `mutation ($key: String!) {
        apiKeyCreate(input: { name: "Reads", scopes: [WEBHOOK_READ], idempotencyKey: $key }) { secret }
      }`,
      { key: key() },
    )
    const sales = await app.signedIn('sales@meridian.example')
    const answers = [null, 'cs_unknown', sales.token, apiKeyCreate.secret].map((token) => asked(token))
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 401, 403, 403])
    const answer = await asked(sales.token)
    const { errors } = (await answer.json()) as Json
    expect(errors[0].extensions.code).toBe('FORBIDDEN')
  })

  it('says of what no endpoint sends that there is no secret to verify it with', async () => {
    expect((await send({ 'x-own': 'a' })).status).toBe(204)
    const [request] = (await look(admin)).requests
    expect(request).toMatchObject({
      verdict: 'UNKNOWN_ENDPOINT',
      endpointId: null,
      method: 'POST',
      body,
      answered: 204,
    })
    expect(request.path).toBe(new URL(url).pathname)
    expect(request.headers).toContainEqual({ name: 'x-own', value: 'a' })
  })

  it('takes a delivery of an endpoint, and verifies it', async () => {
    const input = {
      url,
      eventTypes: ['organization.created'],
      signatureScheme: 'BOTH',
      idempotencyKey: key(),
    }
    const made = await admin.done('webhookEndpointCreate', input, 'webhookEndpoint { id } secret')
    endpointId = made.webhookEndpoint.id
    secret = made.secret
    await ping()
    const [request] = (await look(admin)).requests
    expect(request).toMatchObject({ verdict: 'VALID', endpointId, answered: 204, isTruncated: false })
    expect(JSON.parse(request.body).type).toBe('ping')
    const { webhookMessages } = await admin.ask(
      'query ($where: WebhookMessagesWhere) { webhookMessages(where: $where) { nodes { status } } }',
      { where: { endpointId, eventType: 'ping' } },
    )
    expect(webhookMessages.nodes).toEqual([{ status: 'SUCCEEDED' }])
  })

  it('verifies what a key pair alone has signed', async () => {
    const rotated = { endpointId, signatureScheme: 'ED25519' }
    await admin.done('webhookEndpointRotateSecret', rotated, 'webhookEndpoint { id }')
    await ping()
    const [request] = (await look(admin)).requests
    const signature = request.headers.find(({ name }: Json) => name === 'webhook-signature').value as string
    const onlyPair = signature
      .split(' ')
      .filter((one) => one.startsWith('v1a,'))
      .join(' ')
    const sent = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp'].map((name) => [
        name,
        request.headers.find((one: Json) => one.name === name).value as string,
      ]),
    )
    await send({ ...sent, 'webhook-signature': onlyPair }, url, request.body)
    expect(await verdict()).toBe('VALID')
    await send({ ...sent, 'webhook-signature': onlyPair }, url, `${request.body} `)
    expect(await verdict()).toBe('INVALID')
  })

  it('recognizes what is not signed, signed by another, changed, or old', async () => {
    await send({})
    expect(await verdict()).toBe('UNSIGNED')
    await send(signed(secret))
    expect(await verdict()).toBe('VALID')
    await send(signed(`whsec_${Buffer.alloc(32, 7).toString('base64')}`))
    expect(await verdict()).toBe('INVALID')
    await send(signed(secret), url, body.replace('{}', '{"more":1}'))
    expect(await verdict()).toBe('INVALID')
    await send(signed(secret, new Date(Date.now() - 600_000)))
    expect(await verdict()).toBe('INVALID')
  })

  it('answers as the address asks, so that retries can be tried', async () => {
    expect((await send({}, `${url}?status=503`)).status).toBe(503)
    expect((await look(admin)).requests[0]).toMatchObject({
      answered: 503,
      path: `${new URL(url).pathname}?status=503`,
    })
    for (const wrong of ['99', '600', 'x', '204.5'])
      expect((await send({}, `${url}?status=${wrong}`)).status).toBe(204)
  })

  it('keeps the last fifty, long bodies in part, and refuses what is larger than a megabyte', async () => {
    expect((await send({}, url, 'x'.repeat(1_100_000))).status).toBe(400)
    await send({}, url, 'x'.repeat(100_000))
    const [long] = (await look(admin)).requests
    expect([long.body.length, long.isTruncated]).toEqual([65_536, true])
    for (let sent = 0; sent < 51; sent++) await send({}, url, `number ${sent}`)
    const { requests } = await look(admin)
    expect(requests).toHaveLength(50)
    expect([requests[0].body, requests[49].body]).toEqual(['number 50', 'number 1'])
  })

  it('shows a stranger nothing of it, and forgets when asked to, for one reseller alone', async () => {
    expect((await look(stranger)).requests).toEqual([])
    await send({}, (await look(stranger)).url)
    expect((await asked(stranger.token, 'DELETE')).status).toBe(204)
    expect((await look(stranger)).requests).toEqual([])
    expect((await look(admin)).requests).toHaveLength(50)
    expect((await asked(null, 'DELETE')).status).toBe(401)
    expect((await asked(admin.token, 'DELETE')).status).toBe(204)
    expect((await look(admin)).requests).toEqual([])
  })
})

it('is not there where it is switched off', async () => {
  const app = await startApp({ env: { REQUEST_INSPECTOR: '0' } })
  const admin = await app.signedIn('admin@meridian.example')
  const answer = await fetch(`${app.url}/inspect`, { headers: { authorization: `Bearer ${admin.token}` } })
  expect(answer.status).toBe(404)
  await app.close()
})
