import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAppTester } from '../../../integrations/zapier/lint/platform.ts'
import app from '../../../integrations/zapier/src/app.ts'
import samples from '../../../integrations/zapier/src/samples.json' with { type: 'json' }
import type { ApiClient, Json } from '../../support/api-client.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import {
  approvalOf,
  completeDraft,
  customer,
  type Draft,
  key,
  offerOf,
  submit,
  until,
  valueFor,
} from '../../support/ordering.ts'
import { startReceiver, type ReceivedRequest, type WebhookReceiver } from '../../support/webhook-receiver.ts'

// Zapier's own runtime runs the app; the server is the whole product; the receiver stands for hooks.zapier.com.
const definition = app as Json
const run: Json = createAppTester(definition)
const scopes = [
  'ORGANIZATION_READ',
  'ORGANIZATION_WRITE',
  'CATALOG_READ',
  'TERMS_READ',
  'ORDER_READ',
  'ORDER_CREATE',
].concat([
  'ORDER_FULFIL',
  'APPROVAL_READ',
  'APPROVAL_DECIDE',
  'SUBSCRIPTION_READ',
  'EVENT_READ',
  'WEBHOOK_READ',
  'WEBHOOK_WRITE',
])

let server: TestApp
let admin: ApiClient
let sales: ApiClient
let zap: WebhookReceiver
let apiKey: Json
let authData: Record<string, string>
/** What a Zap would fill in to order; each order needs a key of its own. */
let fields: Json
let ordered: { organization: Json; offer: Json; draft: Draft }

beforeAll(async () => {
  server = await startApp()
  admin = await server.signedIn('admin@meridian.example')
  sales = await server.signedIn('sales@meridian.example')
  const input = { name: 'Zapier', scopes, idempotencyKey: key() }
  const made = await admin.done('apiKeyCreate', input, 'secret apiKey { id }')
  apiKey = made.apiKey
  authData = { url: server.url, apiKey: made.secret }
  zap = await startReceiver()
  const organization = await customer(sales, 'Ahornfeld')
  const offer = await offerOf(sales, 'Microsoft 365 Business Premium')
  const draft = await completeDraft(sales, { customer: organization, offer })
  ordered = { organization, offer, draft }
  const answers = (offer.productInformation.parameters as Json[]).map((one): [string, unknown] => [
    `${one.scope === 'LINE' ? 'line' : 'order'}__${one.key}`,
    valueFor(one),
  ])
  fields = {
    organizationId: organization.id,
    accountId: organization.accounts[0].id,
    offerId: offer.id,
    quantity: 7,
    termsVersionIds: draft.termsVersionIds,
    ...Object.fromEntries(answers),
  }
})
afterAll(async () => {
  await zap.close()
  await server.close()
})

const trigger = (name: string): Json => definition.triggers[name].operation
const create = (name: string, inputData: Json, token = authData['apiKey']): Promise<Json> =>
  run(definition.creates[name].operation.perform, { authData: { url: server.url, apiKey: token }, inputData })
const search = (name: string, inputData: Json): Promise<Json> =>
  run(definition.searches[name].operation.perform, { authData, inputData })
const choices = (name: string, inputData: Json = {}): Promise<Json> =>
  run(trigger(name).perform, { authData, inputData, meta: { page: 0 } })
const list = (name: string, inputData: Json = {}): Promise<Json> =>
  run(trigger(name).performList, { authData, inputData })
const subscribe = (name: string, targetUrl: string, inputData: Json = {}): Promise<Json> =>
  run(trigger(name).performSubscribe, { authData, targetUrl, inputData })
const unsubscribe = (name: string, subscribeData: Json): Promise<Json> =>
  run(trigger(name).performUnsubscribe, { authData, subscribeData })
const place = (changes: Json = {}): Promise<Json> =>
  create('place_order', { ...fields, orderKey: key(), ...changes })

/** A request as Zapier hands it to `perform`: raw, with its prefix before the names of headers. */
const rawRequest = ({ headers, body }: ReceivedRequest, changed = (text: string) => text): Json => ({
  method: 'POST',
  content: changed(body.toString()),
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      `Http-${name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase())}`,
      value,
    ]),
  ),
})

const endpoints = (): Promise<Json[]> =>
  server.sql(
    'SELECT status, disabled_reason, source FROM webhook_endpoint WHERE deleted_at IS NULL ORDER BY created_at',
  )

/** Keys of all that is in a value; of lists, of their first item. */
const keysIn = (value: unknown, at = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(Array.isArray(value) ? value.slice(0, 1) : value).flatMap(([name, one]) => [
        `${at}.${name}`,
        ...keysIn(one, `${at}.${name}`),
      ])
    : []

describe('the connection', () => {
  test('is named after its key', async () => {
    expect(await run(definition.authentication.test, { authData })).toEqual({
      id: apiKey.id,
      name: 'Zapier',
      organization: 'Meridian Cloud',
    })
  })

  test('is refused with a wrong key, and over http', async () => {
    const wrong = { ...authData, apiKey: 'cs_wrong_wrong' }
    await expect(run(definition.authentication.test, { authData: wrong })).rejects.toThrow(
      /API key does not hold/,
    )
    const open = { ...authData, url: 'http://orders.example.com' }
    await expect(run(definition.authentication.test, { authData: open })).rejects.toThrow(/https address/)
  })
})

describe('a Zap', () => {
  const names = ['order_event', 'approval_event', 'subscription_event'] as const
  const held = new Map<string, Json>()
  const itemsOf = (request: ReceivedRequest, raw = rawRequest(request)): Promise<Json> => {
    const name = request.path.slice(1)
    return run(trigger(name).perform, { authData, subscribeData: held.get(name), rawRequest: raw })
  }

  test('subscribes an endpoint of its own (Z1)', async () => {
    for (const name of names) held.set(name, await subscribe(name, `${zap.url}/${name}`))
    expect(await endpoints()).toEqual(
      names.map(() => ({ status: 'ACTIVE', disabled_reason: null, source: 'ZAPIER' })),
    )
  })

  test('hears an order from submission to delivery, and pulls the very same (Z1, Z2)', async () => {
    const { orderId } = ordered.draft
    await submit(sales, ordered.draft)
    const { id, version } = await approvalOf(admin, orderId)
    const decided = await create('approve_order', { approvalId: id, expectedVersion: version }, admin.token!)
    expect(decided).toMatchObject({ id, status: 'APPROVED' })
    await until(sales, orderId, ({ status }) => status === 'FULFILLED')
    await server.quiet()

    const pulled = new Map<string, Json>()
    for (const name of names) for (const item of await list(name)) pulled.set(item.id, item)
    const heard = new Set<string>()
    for (const request of zap.requests) {
      const [item] = await itemsOf(request)
      heard.add(item.type)
      expect(item).toEqual(pulled.get(item.id))
      // T004: what the editor showed is there, but for what is inside of something that this order has not, and the
      // answers to what its offers ask.
      const told = new Set(keysIn(item))
      const shown = keysIn({ ...item, data: samples[item.type as keyof typeof samples] })
      const isAnswer = (at: string) => at.includes('.provisioning.')
      expect(shown.filter((at) => !told.has(at) && hasParent(item, at) && !isAnswer(at))).toEqual([])
    }
    expect([...heard]).toEqual(
      expect.arrayContaining([
        'approval.requested',
        'approval.completed',
        'order.placed',
        'order.approved',
        'order.fulfilled',
        'subscription.activated',
      ]),
    )
  })

  test('takes no forged webhook (Z1)', async () => {
    const [request] = zap.requests
    expect(await itemsOf(request!)).toHaveLength(1)
    const forged = rawRequest(request!, (text) => text.replace('"type":"', '"type":"x'))
    await expect(itemsOf(request!, forged)).rejects.toThrow(/signature/)
    const unsigned = { ...rawRequest(request!), headers: {} }
    await expect(itemsOf(request!, unsigned)).rejects.toThrow(/signature/)
  })

  test('that is turned off hears nothing more (Z1)', async () => {
    for (const name of names) await unsubscribe(name, held.get(name))
    expect(await endpoints()).toEqual([])
    const before = zap.requests.length
    await place()
    await server.quiet()
    expect(zap.requests).toHaveLength(before)
    await unsubscribe('order_event', held.get('order_event'))
  })

  test('that is about one customer hears of no other', async () => {
    const { id } = ordered.organization
    const other = (await choices('customer_list')).find((choice: Json) => choice.id !== id)
    const subscribed = [
      await subscribe('order_placed', `${zap.url}/ours`, { organizationId: id }),
      await subscribe('order_placed', `${zap.url}/theirs`, { organizationId: other.id }),
    ]
    await place()
    await server.quiet()
    const paths = zap.requests.map((request) => request.path)
    expect(paths.filter((path) => path === '/ours')).toHaveLength(1)
    expect(paths).not.toContain('/theirs')
    expect(await list('order_placed', { organizationId: other.id })).toEqual([])
    expect((await list('order_placed', { organizationId: id })).length).toBeGreaterThan(0)
    for (const one of subscribed) await unsubscribe('order_placed', one)
  })

  test('that is gone answers 410, and its endpoint is disabled within one attempt (Z4)', async () => {
    const gone = await startReceiver((response) => void response.writeHead(410).end())
    await subscribe('order_submitted', gone.url)
    await place()
    await server.quiet()
    expect(await endpoints()).toEqual([{ status: 'DISABLED', disabled_reason: 'GONE', source: 'ZAPIER' }])
    expect(gone.requests).toHaveLength(1)
    await gone.close()
  })
})

/** Whether the place above a key holds something in which that key could be. */
function hasParent(item: Json, at: string): boolean {
  const parent = at
    .split('.')
    .slice(1, -1)
    .reduce((value: Json, name) => value?.[name], item)
  return typeof parent === 'object' && parent !== null && Object.keys(parent).length > 0
}

describe('an action', () => {
  test('creates a customer once, and finds it', async () => {
    const input = { name: 'Ulmenhof AG', country: 'DE', currency: 'EUR', externalReference: 'crm-1' }
    const made = await create('create_customer', input)
    expect(made).toMatchObject({ name: 'Ulmenhof AG', externalReference: 'crm-1' })
    expect((await create('create_customer', input)).id).toBe(made.id)
    expect(await search('find_customer', { externalReference: 'crm-1' })).toMatchObject([{ id: made.id }])
    const refused = { ...input, country: 'XX', externalReference: 'crm-2' }
    await expect(create('create_customer', refused)).rejects.toThrow(/country/)
    expect(await search('find_customer', { externalReference: 'crm-2' })).toEqual([])
  })

  test('is filled in from dropdowns, and asks what the offer asks', async () => {
    const { organization, offer, draft } = ordered
    const { id, name } = organization
    expect(await choices('customer_list')).toContainEqual({ id, name })
    const accounts = await choices('account_list', { organizationId: id })
    expect(accounts.map((choice: Json) => choice.id)).toContain(organization.accounts[0].id)
    expect((await choices('offer_list', { organizationId: id })).length).toBeGreaterThan(0)
    const terms = await choices('terms_list')
    expect(terms.map((choice: Json) => choice.id)).toEqual(expect.arrayContaining(draft.termsVersionIds))

    const asking = definition.creates.place_order.operation.inputFields.at(-1)
    const questions = await run(asking, { authData, inputData: { offerId: offer.id } })
    expect(Object.keys(fields)).toEqual(
      expect.arrayContaining(questions.map((question: Json) => question.key)),
    )
    expect(questions.length).toBeGreaterThan(0)
  })

  test('places an order once, and finds it with its approval', async () => {
    await expect(place({ orderKey: 'deal-7', quantity: 0 })).rejects.toThrow(/quantity/)
    expect(await search('find_order', { externalReference: 'deal-7' })).toEqual([])
    const placed = await place({ orderKey: 'deal-8' })
    const { id } = ordered.organization
    expect(placed).toMatchObject({ organization: { id }, lines: [{ quantity: '7' }] })
    expect((await place({ orderKey: 'deal-8' })).id).toBe(placed.id)
    expect(await search('find_order', { externalReference: 'deal-8' })).toMatchObject([{ id: placed.id }])
    expect((await choices('order_list')).map((choice: Json) => choice.id)).toContain(placed.id)

    await approvalOf(admin, placed.id)
    const [found] = await search('find_approval', { orderId: placed.id })
    expect(await choices('approval_list')).toContainEqual({ id: found.id, name: found.reason })
    // Whoever made the key asked for it: a key decides nothing of its own.
    const decision = { approvalId: found.id, expectedVersion: found.version }
    await expect(create('approve_order', decision)).rejects.toThrow()
    expect(await search('find_approval', { orderId: placed.id })).toMatchObject([{ version: found.version }])
  })

  test('rejects what another asked for, and delivers a line by hand', async () => {
    const placed = await create('place_order', { ...fields, orderKey: key() }, sales.token!)
    const { id, version } = await approvalOf(admin, placed.id)
    const decision = { approvalId: id, expectedVersion: version, comment: 'No budget.' }
    expect(await create('reject_order', decision, admin.token!)).toMatchObject({ id, status: 'REJECTED' })

    const line = { orderId: placed.id, lineNumber: 1, vendorReference: 'tenant-1' }
    await expect(create('fulfil_order_line', line)).rejects.toThrow()
    // Only a vendor moves it here; far into the future, so that no worker takes it up.
    await server.sql(
      "UPDATE orders SET status = 'IN_FULFILLMENT', updated_at = now() + interval '9 days' WHERE external_reference = $1",
      [placed.externalReference],
    )
    await server.sql(
      "UPDATE order_line SET status = 'IN_PROGRESS' WHERE order_id IN (SELECT id FROM orders WHERE external_reference = $1)",
      [placed.externalReference],
    )
    expect(await create('fulfil_order_line', line)).toMatchObject({
      lines: [{ status: 'FULFILLED', vendorReference: 'tenant-1' }],
    })
  })
})

test('samples are what the server tells as examples', async () => {
  const { webhookEventTypes } = await admin.ask('{ webhookEventTypes { name example } }')
  const told = (webhookEventTypes as Json[])
    .filter(({ name }) => /^(order|approval|subscription)\./.test(name))
    .map(({ name, example }) => [name, example])
  expect(samples).toEqual(Object.fromEntries(told))
})
