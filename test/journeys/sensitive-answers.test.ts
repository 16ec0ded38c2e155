import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ProductProcess } from '../faults/kit/product-process.ts'
import { ApiClient, type Json } from '../support/api-client.ts'
import { backends } from '../support/app.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { dumpDashboard, dumpRedis, dumpTables, findCanaries } from '../support/find-canary.ts'
import { approvalOf, contacts, customer, key, offerOf, submit, until } from '../support/ordering.ts'
import { RecordedClient } from '../support/recorded-client.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

/** Everything that any client of this file was answered. */
const answers: string[] = []

const mark = key().slice(0, 8)
// The sandbox vendor reads its words in the clear text of a parameter: that it reacts proves that it was told.
const first = `needs-info First.${mark}.Secret`
const second = `Second.${mark}.Secret`
const ofLine = `Line.${mark}.Secret`
const ofCustomer = `Customer.${mark}.Secret`
const tooShort = `Sh0rt.${mark}`
const misplaced = `Misplaced.${mark}.Secret`
const placed = `Placed.${mark}.Secret`
const canaries = [first, second, ofLine, ofCustomer, tooShort, misplaced, placed]
/** Not sensitive: it must be found where answers belong, or the search finds nothing at all. */
const control = `Control.${mark}.Open`

const question = (name: string, scope: string, more: Json = {}) => ({
  key: name,
  label: name,
  type: 'TEXT',
  scope,
  required: true,
  position: 50,
  ...more,
})
const form = [
  question('adminPassword', 'ORDER', { sensitive: true, minLength: 16, maxLength: 60 }),
  question('customerPin', 'CUSTOMER', { sensitive: true }),
  question('lineToken', 'LINE', { sensitive: true }),
  question('siteName', 'LINE'),
]
const given = (adminPassword: string) => ({
  values: [
    { key: 'adminPassword', value: adminPassword },
    { key: 'customerPin', value: ofCustomer },
  ],
  lines: [
    {
      lineNumber: 1,
      values: [
        { key: 'lineToken', value: ofLine },
        { key: 'siteName', value: control },
      ],
    },
  ],
})

describe.each(backends())('sensitive answers in a whole journey, queues on %s', (backend) => {
  let database: TestDatabase
  let superuser: pg.Pool
  let server: ProductProcess
  let receiver: WebhookReceiver
  let sales: RecordedClient
  let admin: RecordedClient
  let desk: RecordedClient
  let buyer: Json
  let offer: Json
  let orderId: string
  const logDir = mkdtempSync(path.join(tmpdir(), 'countersign-canary-'))
  const redisUrl = backend === 'redis' ? inject('redisUrl') : null

  const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    (await superuser.query(text, values)).rows

  beforeAll(async () => {
    answers.length = 0
    database = await cloneDatabase('countersign_demo')
    superuser = new pg.Pool({
      connectionString: database.superuserUrl,
      max: 2,
      options: '-c search_path=countersign',
    })
    superuser.on('error', () => undefined)
    receiver = await startReceiver()
    server = new ProductProcess({
      name: `canary-${backend}`,
      role: 'all',
      logDir,
      env: {
        DATABASE_URL: database.url,
        DATA_DIR: logDir,
        LOG_LEVEL: 'trace',
        REQUEST_DEADLINE_MS: '60000',
        QUEUE_PREFIX: `{canary-${mark}}`,
        ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      },
    })
    await server.restart()
    const signedIn = async (email: string) =>
      new RecordedClient(server.url, (await ApiClient.signIn(server.url, email)).token, answers)
    sales = await signedIn('sales@meridian.example')
    admin = await signedIn('admin@meridian.example')
    desk = await signedIn('desk@meridian.example')
    await admin.done(
      'webhookEndpointCreate',
      { url: `${receiver.url}/hooks`, eventTypes: ['*'], idempotencyKey: key() },
      'webhookEndpoint { id }',
    )
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    await sql('UPDATE product SET parameters = $2 WHERE id = (SELECT product_id FROM offer WHERE id = $1)', [
      offer.id,
      JSON.stringify(form),
    ])
  })
  afterAll(async () => {
    await server.kill()
    await receiver.close()
    await superuser.end()
    await database.drop()
    rmSync(logDir, { recursive: true, force: true })
  })

  it('refuses a wrong value without repeating it, wherever it was written', async () => {
    const started = await sales.done(
      'orderStart',
      { organizationId: buyer.id, accountId: buyer.accounts[0].id, idempotencyKey: key() },
      'order { id }',
    )
    orderId = started.order.id
    await sales.done(
      'orderSelectItems',
      { orderId, items: [{ offerId: offer.id, quantity: '5' }] },
      'order { id }',
    )
    await sales.done('orderSetContacts', { orderId, contacts }, 'order { id }')
    const wrong = await sales.mutate(
      'orderSetProvisioning',
      { orderId, values: [{ key: 'adminPassword', value: tooShort }] },
      'order { id }',
    )
    expect(wrong).toMatchObject({
      order: null,
      userErrors: [
        {
          code: 'PARAMETER_TOO_SHORT',
          path: ['values', '0', 'value'],
          message: 'Give at least 16 characters.',
        },
      ],
    })
    const mutation =
      'mutation ($input: OrderSetProvisioningInput!) { orderSetProvisioning(input: $input) { order { id } } }'
    const misnamed = await sales.request(mutation, {
      input: { orderId, values: [{ key: 'adminPassword', valeu: misplaced }] },
    })
    expect(misnamed.errors?.map(({ message }) => message)).toEqual([
      'Variable "$input" has an invalid value at "input.values[0]": Field "valeu" is not defined by type "ProvisioningValueInput". Did you mean "value"?',
    ])
    const mistyped = await sales.request(mutation, { input: { orderId, values: [{ key: { misplaced } }] } })
    expect(mistyped.errors?.map(({ message }) => message)).toEqual([
      'Variable "$input" has an invalid value at "input.values[0].key".',
    ])
    const literal = await sales.request(
      `mutation { orderSetProvisioning(input: { orderId: "${orderId}", expectedVersion: "${misplaced}" }) { order { id } } }`,
    )
    expect(literal.errors?.map(({ message }) => message)).toEqual(['Int cannot represent this value.'])
  })

  it('takes them, says that they are set and by whom, and nothing more', async () => {
    const { order } = await sales.done(
      'orderSetProvisioning',
      { orderId, ...given(first) },
      `order { version requiredTerms { id } stages { kind state }
        provisioning { key value isSensitive source setAt setBy { name } }
        lines { provisioning { key value isSensitive } } summary { provisioning { key value } } }`,
    )
    expect(order.provisioning).toEqual([
      {
        key: 'adminPassword',
        value: null,
        isSensitive: true,
        source: 'USER',
        setAt: expect.any(String),
        setBy: { name: expect.any(String) },
      },
      {
        key: 'customerPin',
        value: null,
        isSensitive: true,
        source: 'USER',
        setAt: expect.any(String),
        setBy: { name: expect.any(String) },
      },
    ])
    expect(order.lines[0].provisioning).toEqual([
      { key: 'lineToken', value: null, isSensitive: true },
      { key: 'siteName', value: control, isSensitive: false },
    ])
    expect(order.stages.map(({ state }: Json) => state)).toEqual(Array(4).fill('COMPLETE'))
    const termsVersionIds = order.requiredTerms.map(({ id }: Json) => id)
    await submit(sales, { orderId, version: order.version, termsVersionIds })
  })

  it('tells them to the vendor, whose question is answered with another one', async () => {
    const approval = await approvalOf(admin, orderId)
    await admin.done(
      'approvalApprove',
      { approvalId: approval.id, expectedVersion: approval.version, idempotencyKey: key() },
      'approval { id }',
    )
    await until(sales, orderId, ({ status }) => status === 'AWAITING_INFORMATION')
    const { order } = await sales.ask(
      'query ($id: ID!) { order(id: $id) { lines { informationRequest { items { key } } } } }',
      { id: orderId },
    )
    expect(order.lines[0].informationRequest.items).toEqual([{ key: 'adminPassword' }])

    const answer = { orderId, values: [{ key: 'adminPassword', value: second }], idempotencyKey: key() }
    await sales.done('orderProvideInformation', answer, 'order { id }')
    await sales.done('orderProvideInformation', answer, 'order { id }')
    const other = { ...answer, values: [{ key: 'adminPassword', value: `${second}!` }] }
    const reused = await sales.mutate('orderProvideInformation', other, 'order { id }')
    expect(reused.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }])
    await until(sales, orderId, ({ status }) => status === 'FULFILLED')
  })

  it('keeps those of the customer for its next order, and copies none into a clone', async () => {
    const { order } = await sales.done(
      'orderClone',
      { orderId, idempotencyKey: key() },
      'order { id provisioning { key } lines { provisioning { key } } inheritableProvisioning { key value isSensitive source } }',
    )
    expect(order).toMatchObject({
      provisioning: [],
      lines: [{ provisioning: [{ key: 'siteName' }] }],
      inheritableProvisioning: [{ key: 'customerPin', value: null, isSensitive: true, source: 'INHERITED' }],
    })
    const { requiredTerms } = (
      await sales.ask('query ($id: ID!) { order(id: $id) { requiredTerms { id } } }', { id: order.id })
    ).order
    const { values, lines } = given(placed)
    const whole = {
      organizationId: buyer.id,
      accountId: buyer.accounts[0].id,
      items: [{ offerId: offer.id, quantity: '5' }],
      contacts,
      values: values.slice(0, 1),
      lines,
      terms: { acceptedVersionIds: requiredTerms.map(({ id }: Json) => id) },
      idempotencyKey: key(),
    }
    const twice = [await sales.done('orderPlace', whole, 'order { id provisioning { key source } }')]
    twice.push(await sales.done('orderPlace', whole, 'order { id provisioning { key source } }'))
    expect(twice[0].order.provisioning).toEqual([
      { key: 'adminPassword', source: 'USER' },
      { key: 'customerPin', source: 'INHERITED' },
    ])
    expect(twice[1]).toEqual(twice[0])
    const refused = await desk.mutate(
      'orderProvisioningReveal',
      { orderId: twice[0].order.id, lineNumber: 1, key: 'adminPassword', reason: 'Curious' },
      'value',
    )
    expect(refused).toMatchObject({ value: null, userErrors: [{ code: 'NOT_IN_DELIVERY' }] })
  })

  it('and then stands in the clear nowhere: no log, event, webhook, error, dashboard, queue or table', async () => {
    const webhooks = () => receiver.requests.map(({ body }) => body.toString('utf8'))
    for (let tries = 0; tries < 200 && !webhooks().some((body) => body.includes('order.fulfilled')); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50))
    const places = new Map<string, string>([
      ...(await dumpTables(sql)),
      ...(redisUrl ? await dumpRedis(redisUrl) : []),
      ...(await dumpDashboard(server.url)),
      ['logs', readFileSync(server.logFile, 'utf8')],
      ['webhooks', webhooks().join('\n')],
      ['answers', answers.join('\n')],
    ])
    const queuePlaces = [...places].filter(
      ([place, text]) => /^(redis|table) .*(provisioning|bull|job)/i.test(place) && text.includes(orderId),
    )
    process.stdout.write(
      `searched ${places.size} places, ${[...places.values()].reduce((sum, text) => sum + text.length, 0)} characters, ` +
        `${queuePlaces.length} places of queues with the order in them\n`,
    )
    expect(queuePlaces.length).toBeGreaterThan(0)
    expect(findCanaries(canaries, places)).toEqual([])

    const seen = findCanaries([control], places).filter(({ form: how }) => how === 'plain')
    const wanted = ['answers', 'table countersign.audit_entry', 'table countersign.order_line']
    wanted.push('table countersign.outbox_event', 'table countersign.webhook_message', 'webhooks')
    expect(seen.map(({ place }) => place)).toEqual(expect.arrayContaining(wanted))
  })
})
