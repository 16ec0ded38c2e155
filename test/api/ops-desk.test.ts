import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hashPassword } from '../../src/platform/passwords.ts'
import { reportOperation } from '../../src/platform/report-operation.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { giveUpJob, visitDesk, type DeskVisitor } from '../support/desk.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'

const operatorEmail = 'operator@countersign.example'
const viewerEmail = 'viewer@countersign.example'

describe('/ops', () => {
  let app: TestApp
  let operator: DeskVisitor
  let orderId: string
  let orderNumber: string
  let sellerId: string

  beforeAll(async () => {
    app = await startApp()
    const sales = await app.signedIn('sales@meridian.example')
    const draft = await completeDraft(sales, {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    })
    const order = await submit(sales, draft)
    orderId = order.id
    orderNumber = order.orderNumber
    await app.quiet()
    const [row] = await app.sql<{ seller_id: string }>('SELECT seller_id FROM orders WHERE id = $1', [
      orderId,
    ])
    sellerId = row?.seller_id ?? ''
    await app.sql(
      `INSERT INTO app_user (id, seller_id, organization_id, email, first_name, last_name, roles, status, password_hash,
         created_at, updated_at)
       SELECT 'usr_viewer', id, id, $1, 'Vera', 'Viewer', '{PLATFORM_VIEWER}', 'ACTIVE', $2, now(), now()
       FROM organization WHERE kind = 'PLATFORM'`,
      [viewerEmail, await hashPassword('countersign-demo')],
    )
    operator = await visitDesk(app, operatorEmail)
  })
  afterAll(() => app.close())

  const text = async (visitor: DeskVisitor, path = '/ops') => (await visitor.get(path)).text()
  const statusOf = async (id: string) => {
    const rows = await app.sql<{ status: string; retries: number; retried_by: string | null }>(
      'SELECT status, retries, retried_by FROM job_run WHERE id = $1',
      [id],
    )
    return rows[0]
  }

  it('says that nothing needs anybody while everything runs', async () => {
    const page = await operator.get('/ops')
    const body = await page.text()

    expect(page.status).toBe(200)
    expect(body).toContain('None. Every order moves, or waits for a person within its time.')
    expect(body).toContain('None. Every job was done, or is being done.')
    expect(body).toContain('None. Every endpoint answers.')
    expect(body).toMatch(/It ran last\s+<time/)
    expect(body).toContain('Nobody has verified them yet.')
  })

  it('runs no script and loads nothing from elsewhere', async () => {
    const page = await operator.get('/ops')

    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    )
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(await page.text()).not.toMatch(/<script|style="|https?:\/\//)
  })

  it('sends the anonymous to sign in, and back to the desk', async () => {
    const page = await fetch(`${app.url}/ops`, { redirect: 'manual', headers: { accept: 'text/html' } })

    expect([page.status, page.headers.get('location')]).toEqual([303, '/ops/sign-in?next=%2Fops'])
  })

  it.each([['admin@meridian.example'], ['sales@harbor.example']])(
    'tells %s why not, and nothing of any reseller',
    async (email) => {
      await giveUpJob(app, `job_${email.slice(0, 5)}`, { sellerId, subjectId: orderId })
      const visitor = await visitDesk(app, email)
      const page = await visitor.get('/ops')
      const body = await page.text()
      const retry = await visitor.post(`/ops/dead-letters/job_${email.slice(0, 5)}/retry`, { retry: '1' })

      expect(page.status).toBe(403)
      expect(body).toContain('These pages are for the people who run the platform.')
      expect(body).not.toContain(orderId)
      expect(body).not.toContain('Dead letters')
      expect(retry.status).toBe(403)
      expect(await statusOf(`job_${email.slice(0, 5)}`)).toEqual({
        status: 'DEAD',
        retries: 0,
        retried_by: null,
      })
      await app.sql(`UPDATE job_run SET status = 'DONE' WHERE id LIKE 'job_%' AND status = 'DEAD'`)
    },
  )

  it('lists dead letters of all resellers with the first line of their error, escaped', async () => {
    await giveUpJob(app, 'job_listed', { sellerId, subjectId: orderId })
    const body = await text(operator)

    expect(body).toContain('job_listed')
    expect(body).toContain('Error: The &lt;b&gt;archive&lt;/b&gt; is away.')
    expect(body).not.toContain('secret-stack.ts')
  })

  it('retries one: the job is started again, once, and the audit knows who asked for it', async () => {
    await giveUpJob(app, 'job_retried', { sellerId, subjectId: orderId })
    const answer = await operator.post('/ops/dead-letters/job_retried/retry', { retry: '1' })
    const again = await operator.post('/ops/dead-letters/job_retried/retry', { retry: '1' })
    await app.quiet()
    const audited = await app.sql<{ type: string; actor: string }>(
      `SELECT type, canonical::jsonb -> 'actor' ->> 'kind' AS actor FROM audit_entry
       WHERE subject_id = 'job_retried' ORDER BY sequence`,
    )

    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/ops?retried=job_retried'])
    expect(again.status).toBe(303)
    expect(await statusOf('job_retried')).toMatchObject({ status: 'DONE', retries: 1 })
    expect(audited).toEqual([{ type: 'job.dead_letter_retried', actor: 'USER' }])
    expect(await text(operator, '/ops?retried=job_retried')).toContain('is started again.')
  })

  it('says why it retries nothing where somebody else was faster, or nothing is there', async () => {
    const done = await operator.post('/ops/dead-letters/job_retried/retry', { retry: '2' })
    const unknown = await operator.post('/ops/dead-letters/job_unknown/retry', { retry: '1' })

    expect(done.status).toBe(409)
    expect(await done.text()).toContain('role="alert"')
    expect(unknown.status).toBe(409)
  })

  it('refuses a retry that another site sends, and changes nothing', async () => {
    await giveUpJob(app, 'job_forged', { sellerId, subjectId: orderId })
    const answer = await operator.post(
      '/ops/dead-letters/job_forged/retry',
      { retry: '1' },
      { 'sec-fetch-site': 'cross-site' },
    )

    expect(answer.status).toBe(403)
    expect(await statusOf('job_forged')).toMatchObject({ status: 'DEAD', retries: 0 })
  })

  it('shows all of it to a viewer, who can change nothing: no button, and a refusal', async () => {
    const viewer = await visitDesk(app, viewerEmail)
    const body = await text(viewer)
    const retry = await viewer.post('/ops/dead-letters/job_forged/retry', { retry: '1' })
    const queues = await viewer.get('/ops/queues/api/queues', { accept: 'application/json' })
    const pause = await viewer.put('/ops/queues/api/queues/order-number/pause')

    expect(body).toContain('job_forged')
    expect(body).not.toContain('<button')
    expect(body).toContain('You may look, but change nothing here.')
    expect(retry.status).toBe(403)
    expect(await statusOf('job_forged')).toMatchObject({ status: 'DEAD', retries: 0 })
    expect([queues.status, pause.status]).toEqual([200, 403])
    expect(await app.resources.queues.queue('order-number').isPaused()).toBe(false)
    const listed = (await queues.json()) as { queues: Array<{ readOnlyMode: boolean }> }
    expect(new Set(listed.queues.map(({ readOnlyMode }) => readOnlyMode))).toEqual(new Set([true]))
  })

  it('lists orders that stand still, with their reseller, and nothing of their customer', async () => {
    await app.sql(
      `UPDATE approval_request SET requested_at = now() - interval '4 days' WHERE order_id = $1`,
      [orderId],
    )
    const body = await text(operator)

    expect(body).toContain(orderNumber)
    expect(body).toContain('A decision of its approvers.')
    expect(body).toContain('Meridian Cloud')
    expect(body).not.toContain('Spreebogen')
  })

  it('lists endpoints in trouble by their host, for a path may hold a credential', async () => {
    const admin = await app.signedIn('admin@meridian.example')
    const { webhookEndpoint } = await admin.done(
      'webhookEndpointCreate',
      { url: 'http://127.0.0.1:9/hooks/secret-path?token=hush', eventTypes: ['*'], idempotencyKey: key() },
      'webhookEndpoint { id }',
    )
    await app.sql(`UPDATE webhook_endpoint SET failing_since = now() - interval '2 hours' WHERE id = $1`, [
      webhookEndpoint.id,
    ])
    const body = await text(operator)

    expect(body).toContain('127.0.0.1:9')
    expect(body).toContain('Its attempts fail, and are made again.')
    expect(body).not.toContain('secret-path')
    expect(body).not.toContain('hush')
  })

  it('tells what the last verification found, and how to run one', async () => {
    const { orm, clock } = app.resources
    const outcome = { ok: false, sellers: 4, entries: 120, numbers: 7, findings: 2 }
    await reportOperation(orm.em, { kind: 'verification', at: clock.now(), outcome, keep: 30 })
    const body = await text(operator)

    expect(body).toContain('npm run verify-audit')
    expect(body).toMatch(/2 findings among 120 entries and 7 order numbers of 4 sellers/)
  })
})
