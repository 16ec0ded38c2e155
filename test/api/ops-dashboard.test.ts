import 'reflect-metadata'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { serveOpsDashboard } from '../../src/api/ops-dashboard.ts'
import { operatorSessions, type OperatorSessions } from '../../src/api/operator-sessions.ts'
import { createSchema } from '../../src/api/schema.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { hashPassword } from '../../src/platform/passwords.ts'
import { systemIds } from '../../src/platform/ids.ts'
import { postgresPubSub, type PubSub } from '../../src/platform/pubsub.ts'
import { postgresQueues, redisQueues, type Queues } from '../../src/platform/queues.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { ask, openPages, type PageAnswer, type PageServer } from '../support/pages.ts'

const log = createLogger('silent')
const password = 'a-long-enough-password'
const html = { accept: 'text/html' }

let verbs: VerbHarness
let redisUrl: string | null
let pubsub: PubSub
let sessions: OperatorSessions

async function addPeople(): Promise<void> {
  const hash = await hashPassword(password)
  await verbs.sql(
    `INSERT INTO organization (id, seller_id, kind, path, name, country, currency, created_at, updated_at)
     VALUES ('org_p', 'org_p', 'PLATFORM', '{org_p}', 'Platform', 'DE', 'EUR', now(), now()),
       ('org_r', 'org_r', 'RESELLER', '{org_p,org_r}', 'Reseller', 'DE', 'EUR', now(), now())`,
  )
  await verbs.sql(
    `INSERT INTO app_user (id, seller_id, organization_id, email, first_name, last_name, roles, status, password_hash,
       created_at, updated_at)
     VALUES ('usr_o', 'org_p', 'org_p', 'operator@test.example', 'Olga', 'Operator', '{PLATFORM_OPERATOR}', 'ACTIVE', $1,
         now(), now()),
       ('usr_s', 'org_r', 'org_r', 'sales@test.example', 'Sam', '<Sales>', '{SALES_AGENT}', 'ACTIVE', $1, now(), now())`,
    [hash],
  )
}

beforeAll(async () => {
  verbs = await openVerbs()
  redisUrl = inject('redisUrl')
  await addPeople()
  pubsub = await postgresPubSub(verbs.database.url, log)
  const keys = { encryption: Buffer.alloc(32, 1), signing: Buffer.alloc(32, 2) }
  const parts = {
    root: verbs.orm.em.fork(),
    clock: systemClock,
    ids: systemIds(systemClock),
    log,
    keys,
    pubsub,
    orderNumberWaitMs: 0,
    loopbackWebhooks: false,
    trustsProxy: () => false,
  }
  sessions = operatorSessions(parts, await createSchema())
})
afterAll(async () => {
  await pubsub.close()
  await verbs.close()
})

const backends: Array<['postgres' | 'redis']> = inject('redisUrl')
  ? [['postgres'], ['redis']]
  : [['postgres']]

describe.each(backends)('/ops/queues on %s', (backend) => {
  let queues: Queues
  let server: PageServer

  beforeAll(async () => {
    queues =
      backend === 'redis'
        ? redisQueues(redisUrl ?? '', `{ops-${verbs.database.url.slice(-12)}}`, log)
        : postgresQueues(verbs.database.url, log)
    server = await openPages((app) =>
      serveOpsDashboard(app, { queues: () => queues.all(), sessions, secure: false }),
    )
  })
  afterAll(async () => {
    await server.close()
    await queues.close()
  })

  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    ask(server, path, {
      method: 'POST',
      headers: { ...html, 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    })

  const cookieOf = ({ headers }: PageAnswer) => headers['set-cookie']?.[0]?.split(';')[0] ?? ''
  const signedIn = async (email: string) => cookieOf(await post('/ops/sign-in', { email, password }))

  it('sends the anonymous to sign in, and back to where they wanted to go', async () => {
    const page = await ask(server, '/ops/queues/queue/order-number', { headers: html })
    const api = await ask(server, '/ops/queues/api/queues')

    expect([page.status, page.headers.location]).toEqual([
      303,
      '/ops/sign-in?next=%2Fops%2Fqueues%2Fqueue%2Forder-number',
    ])
    expect([api.status, JSON.parse(api.body)]).toEqual([
      401,
      { errors: [{ message: 'Sign in at /ops/sign-in.', extensions: { code: 'UNAUTHENTICATED' } }] },
    ])
    const { body } = await ask(server, page.headers.location ?? '', { headers: html })
    expect(body).toContain('name="next" value="/ops/queues/queue/order-number"')
  })

  it('signs the operator in with a cookie that neither scripts nor other sites get', async () => {
    const answer = await post('/ops/sign-in', {
      email: 'operator@test.example',
      password,
      next: '/ops/queues',
    })

    expect([answer.status, answer.headers.location]).toEqual([303, '/ops/queues'])
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^countersign_ops=cst_[\w-]{43}; Max-Age=43200; Path=\/ops; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    )
    const page = await ask(server, '/ops/queues', { headers: { ...html, cookie: cookieOf(answer) } })
    expect(page.status).toBe(200)
    expect(page.headers['content-security-policy']).toContain("script-src 'self';")
    expect(page.body).toContain('<base href="/ops/queues/"')
  })

  it('says nothing but that it failed when the password is wrong, and keeps the e-mail, escaped', async () => {
    const answer = await post('/ops/sign-in', { email: '"><b>@test.example', password: 'wrong' })

    expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined])
    expect(answer.body).toContain('E-mail or password is wrong. Check both.')
    expect(answer.body).toContain('value="&quot;&gt;&lt;b&gt;@test.example"')
  })

  it.each([['https://evil.example/'], ['//evil.example'], ['/ops/../x'], ['/\\evil.example'], ['/graphql']])(
    'never goes on to %s after sign-in',
    async (next) => {
      const answer = await post('/ops/sign-in', { email: 'operator@test.example', password, next })

      expect(answer.headers.location).toBe('/ops')
    },
  )

  it('refuses a sign-in and a sign-out that another site sends', async () => {
    const fields = { email: 'operator@test.example', password }
    const byOrigin = await post('/ops/sign-in', fields, { origin: 'https://evil.example' })
    const bySite = await post('/ops/sign-out', {}, { 'sec-fetch-site': 'same-site' })

    expect([byOrigin.status, byOrigin.headers['set-cookie']]).toEqual([403, undefined])
    expect(bySite.status).toBe(403)
  })

  it('shows a user of a reseller why not, on the page and in the API', async () => {
    const cookie = await signedIn('sales@test.example')
    const page = await ask(server, '/ops/queues', { headers: { ...html, cookie } })
    const api = await ask(server, '/ops/queues/api/queues', { headers: { cookie } })

    expect(page.status).toBe(403)
    expect(page.body).toContain('You are signed in as Sam &lt;Sales&gt;.')
    expect([api.status, api.body.includes('FORBIDDEN')]).toEqual([403, true])
  })

  it('lists queues that were opened after the dashboard, with their failed jobs, and retries one', async () => {
    const cookie = await signedIn('operator@test.example')
    const queue = queues.queue(`late-${backend}`)
    const worker = queues.worker(queue.name, () => Promise.reject(new Error('The cloud is away.')), {
      concurrency: 1,
    })
    const failed = new Promise((resolve) => worker.once('failed', resolve))
    const job = await queue.add('test', { sellerId: 'org_r' }, { attempts: 1 })
    await failed
    await queues.closeWorkers()
    const listed = await ask(server, `/ops/queues/api/queues?activeQueue=${queue.name}&status=failed`, {
      headers: { cookie },
    })
    const retry = (headers: Record<string, string>) =>
      ask(server, `/ops/queues/api/queues/${queue.name}/${job.id}/retry`, {
        method: 'PUT',
        headers: { cookie, ...headers },
      })

    expect(JSON.parse(listed.body)).toMatchObject({
      queues: [
        {
          name: queue.name,
          counts: { failed: 1 },
          jobs: [{ id: job.id, failedReason: 'The cloud is away.' }],
        },
      ],
    })
    expect((await retry({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect(await queue.getJobState(job.id ?? '')).toBe('failed')
    expect((await retry({ 'sec-fetch-site': 'same-origin' })).status).toBe(204)
    expect(await queue.getJobState(job.id ?? '')).toBe('waiting')
  })

  it('ends the session at sign-out: the cookie is worth nothing afterwards', async () => {
    const cookie = await signedIn('operator@test.example')
    const answer = await post('/ops/sign-out', {}, { cookie })
    const after = await ask(server, '/ops/queues', { headers: { ...html, cookie } })

    expect([answer.status, answer.headers.location]).toEqual([303, '/ops/sign-in'])
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^countersign_ops=; Path=\/ops; Expires=Thu, 01 Jan 1970/,
    )
    expect(after.status).toBe(303)
  })
})
