import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildSchema, isObjectType } from 'graphql'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ProductProcess } from '../faults/kit/product-process.ts'
import { ApiClient } from '../support/api-client.ts'
import { backends } from '../support/app.ts'
import { cloneDatabase, type TestDatabase } from '../support/database.ts'
import { dumpDashboard, dumpRedis, dumpTables, findCanaries } from '../support/find-canary.ts'
import { key } from '../support/ordering.ts'
import { RecordedClient } from '../support/recorded-client.ts'
import { leavesOf } from '../support/schema-fields.ts'
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts'

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'))

/** All that the API tells of one. */
function everything(name: string): string {
  const type = schema.getType(name)
  if (!isObjectType(type)) throw new Error(`There is no ${name}.`)
  return leavesOf(type).text
}

const mark = key().slice(0, 8)
const header = `Header.${mark}.Secret`
const token = `Token.${mark}.Secret`
const password = `Password.${mark}.Secret`
/** No secret: it must be found where it belongs, or the search finds nothing at all. */
const control = `Control.${mark}.Open`

describe.each(backends())('the credentials of an endpoint, queues on %s', (backend) => {
  const logDir = mkdtempSync(path.join(tmpdir(), 'countersign-secrets-'))
  const redisUrl = backend === 'redis' ? inject('redisUrl') : null
  const heard: string[] = []
  let database: TestDatabase
  let superuser: pg.Pool
  let server: ProductProcess
  let receiver: WebhookReceiver
  let admin: RecordedClient
  /** Those that sign, as they were told once. */
  let secrets: string[]
  let endpointIds: string[]

  const sql = async <T extends object>(text: string): Promise<T[]> => (await superuser.query(text)).rows

  beforeAll(async () => {
    database = await cloneDatabase('countersign_demo')
    const searchPath = '-c search_path=countersign'
    superuser = new pg.Pool({ connectionString: database.superuserUrl, max: 2, options: searchPath })
    superuser.on('error', () => undefined)
    receiver = await startReceiver(
      (response, { headers }) =>
        void response.writeHead(headers['webhook-attempt'] === '1' ? 500 : 204).end(),
    )
    server = new ProductProcess({
      name: `secrets-${backend}`,
      role: 'all',
      logDir,
      env: {
        DATABASE_URL: database.url,
        DATA_DIR: logDir,
        LOG_LEVEL: 'trace',
        REQUEST_DEADLINE_MS: '60000',
        QUEUE_PREFIX: `{secrets-${mark}}`,
        ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
      },
    })
    await server.restart()
    const signedIn = await ApiClient.signIn(server.url, 'admin@meridian.example')
    admin = new RecordedClient(server.url, signedIn.token, heard)
    const create = (wishes: object) =>
      signedIn.done(
        'webhookEndpointCreate',
        {
          url: `${receiver.url}/${control}`,
          eventTypes: ['organization.created'],
          idempotencyKey: 'bearer',
          ...wishes,
        },
        'secret webhookEndpoint { id }',
      )
    const bearer = { headers: [{ name: 'x-api-key', value: header }], authentication: { token } }
    const first = await create(bearer)
    const second = await create({ authentication: { username: 'erp', password }, idempotencyKey: 'basic' })
    endpointIds = [first.webhookEndpoint.id, second.webhookEndpoint.id]
    const rotate = { endpointId: endpointIds[0] }
    const rotated = await signedIn.done('webhookEndpointRotateSecret', rotate, 'secret')
    secrets = [first.secret, second.secret, rotated.secret]
    expect(new Set(secrets).size).toBe(3)
    expect((await create(bearer)).secret).toBeNull()
  })
  afterAll(async () => {
    await server.kill()
    await receiver.close()
    await superuser.end()
    await database.drop()
    rmSync(logDir, { recursive: true, force: true })
  })

  /** Those about the customer of this test: what the demo's own customers are told of comes too. */
  const requests = () => receiver.requests.filter(({ body }) => body.includes(control))

  it('reach the receiver with each attempt', async () => {
    const name = `Customer ${control}`
    const input = { name, country: 'DE', currency: 'EUR', idempotencyKey: key() }
    await admin.done('organizationCreate', input, 'organization { id }')
    for (let tries = 0; tries < 400 && requests().length < 4; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    const basic = `Basic ${Buffer.from(`erp:${password}`).toString('base64')}`
    const sent = requests().map(({ headers }) => [headers.authorization, headers['x-api-key']])
    expect(sent).toHaveLength(4)
    expect(new Set(sent.map(String))).toEqual(new Set([`Bearer ${token},${header}`, `${basic},`]))
  })

  it('and are told again nowhere: by no answer, log, attempt, event, queue, dashboard or table', async () => {
    await admin.ask(
      `{ webhookEndpoints { ${everything('WebhookEndpoint')} publicKeys { ${everything('WebhookPublicKey')} } }
         webhookMessages(first: 20) { nodes { ${everything('WebhookMessage')}
           attempts { ${everything('WebhookAttempt')} requestHeaders { name value } responseHeaders { name value } } } }
         events(first: 100) { nodes { ${everything('Event')} } }
         auditEvents(first: 100) { nodes { ${everything('AuditEvent')} } } }`,
    )
    const webhooks = receiver.requests.map(({ body }) => body.toString('utf8'))
    const places = new Map<string, string>([
      ...(await dumpTables(sql)),
      ...(redisUrl ? await dumpRedis(redisUrl) : []),
      ...(await dumpDashboard(server.url)),
      ['logs', readFileSync(server.logFile, 'utf8')],
      ['webhooks', webhooks.join('\n')],
      ['answers', heard.join('\n')],
    ])
    const canaries = [header, token, password, ...secrets.map((secret) => secret.replace('whsec_', ''))]
    expect(findCanaries(canaries, places)).toEqual([])

    const seen = new Set(findCanaries([control], places).map(({ place }) => place))
    const wanted = [
      'answers',
      'webhooks',
      'table countersign.webhook_endpoint',
      'table countersign.audit_entry',
    ]
    expect([...seen]).toEqual(expect.arrayContaining([...wanted, 'table countersign.webhook_message']))
    expect(places.get('answers')).toContain('[redacted]')
    const leaking = new Map([['log', `{"headers":{"authorization":"Bearer ${token}"}}`]])
    expect(findCanaries(canaries, leaking)[0]).toMatchObject({ canary: token, place: 'log' })
  })
})
