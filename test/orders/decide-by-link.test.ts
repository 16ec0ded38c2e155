import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { decisionLinkPath, readDecisionLink, type DecisionLink } from '../../src/orders/decision-link.ts'
import { signingKeyOf } from '../../src/platform/signing-key.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { decisionPathIn, keptMails } from '../support/mailbox.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'

const dayMs = 86_400_000
const canary = `<img src=x onerror="alert('mail')">`

describe('a link to decide an order', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let buyer: Json
  let offer: Json
  let orderId: string
  let approval: Json
  let path: string
  let now = new Date()
  beforeAll(async () => {
    app = await startApp({
      clock: { now: () => now },
      env: { ORDER_NUMBER_WAIT_MS: '10000', TRUSTED_PROXIES: '127.0.0.1' },
    })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    await app.sql('UPDATE organization SET name = $2 WHERE id = $1', [buyer.id, `Spreebogen ${canary}`])
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    // Each test asks from an address of its own: links are slowed down by address.
    client += 1
    orderId = (await submit(sales, await completeDraft(sales, { customer: buyer, offer }))).id
    approval = await approvalOf(admin, orderId)
    await app.quiet()
    path = decisionPathIn(await mailTo('admin@meridian.example'))
  })
  let client = 0

  const mailsAbout = async () => (await keptMails(app)).filter(({ thread }) => thread === approval.id)
  const mailTo = async (address: string) => {
    const [mail] = (await mailsAbout()).filter(({ to }) => to.address === address)
    if (!mail) throw new Error(`No mail to ${address}`)
    return mail
  }
  const visit = (
    where = path,
    options: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ) =>
    fetch(`${app.url}${where}`, {
      ...options,
      headers: { 'x-forwarded-for': `10.0.0.${client}`, ...options.headers },
    })
  const post = (fields: Record<string, string>, where = path, headers: Record<string, string> = {}) =>
    visit(where, {
      method: 'POST',
      headers: { accept: 'text/html', ...headers },
      body: new URLSearchParams({ expectedVersion: '1', ...fields }),
    })
  const refused = async (where = path) => {
    const response = await visit(where, { headers: { accept: 'application/json' } })
    const { errors } = (await response.json()) as Json
    return [response.status, errors?.[0]?.code as string]
  }
  const state = async () => {
    const [order] = await app.sql<Json>('SELECT status, version FROM orders WHERE id = $1', [orderId])
    const decisions = await app.sql<Json>(
      'SELECT kind, decided_by_name AS by, channel, comment FROM approval_decision WHERE request_id = $1',
      [approval.id],
    )
    const [events] = await app.sql<Json>(
      'SELECT count(*)::int AS count FROM outbox_event WHERE data -> $1 ->> $2 = $3',
      ['order', 'id', orderId],
    )
    return { order, decisions, events: events.count as number }
  }
  const linkIn = (where: string): DecisionLink => {
    const link = readDecisionLink(where.split('/').at(-1) ?? '', app.resources.keys.signing)
    if (!link) throw new Error('The link of the mail is not ours.')
    return link
  }
  const madeOf = (more: Partial<DecisionLink>) =>
    decisionLinkPath({ ...linkIn(path), ...more }, app.resources.keys.signing)

  it('shows what is decided on, escaped, under a policy without scripts, and changes nothing five times over', async () => {
    const before = await state()
    for (let scans = 0; scans < 5; scans++) {
      const page = await visit(path, { headers: { accept: 'text/html' } })
      expect(page.status).toBe(200)
      expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(page.headers.get('cache-control')).toBe('no-store')
      const text = await page.text()
      for (const shown of [
        'Microsoft 365 Business Premium',
        '115.50 USD',
        '1386.00 USD',
        'PO-1',
        '&lt;img src=x',
      ])
        expect(text).toContain(shown)
      for (const hidden of ['<img src=x', '<script', 'it@customer.example', 'org_', 'adminEmail'])
        expect(text).not.toContain(hidden)
    }
    expect((await visit(path, { method: 'HEAD' })).status).toBe(200)
    expect(await state()).toEqual(before)
    const mail = await mailTo('admin@meridian.example')
    expect(mail.html).toContain('&lt;img src=x')
    expect(mail.html).not.toContain('<img')
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })

  it('approves as the approver, by the way of mail, once', async () => {
    const answer = await post({ decision: 'APPROVE', comment: 'Fine.' })
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('You approved order MC-'),
    ])
    const after = await state()
    expect(after.order.status).toMatch(/^(APPROVED|IN_FULFILLMENT|FULFILLED)$/)
    const [decision, ...more] = after.decisions
    expect([decision, more]).toEqual([
      { kind: 'APPROVE', by: expect.any(String), channel: 'EMAIL', comment: 'Fine.' },
      [],
    ])
    const [event] = await app.sql<Json>(
      `SELECT actor, data -> 'decision' ->> 'channel' AS channel FROM outbox_event WHERE subject_id = $1 AND type = 'approval.decision_recorded'`,
      [approval.id],
    )
    expect(event).toEqual({
      actor: { kind: 'LINK', id: linkIn(path).approver, name: decision.by },
      channel: 'EMAIL',
    })
    await app.quiet()
    const settled = await state()
    expect(await refused()).toEqual([410, 'LINK_USED'])
    const again = await post({ decision: 'REJECT', comment: 'No.', expectedVersion: '2' })
    expect([again.status, await again.text()]).toEqual([410, expect.stringContaining('a link works once')])
    expect(await state()).toEqual(settled)
  })

  it('takes one of two decisions that come at once', async () => {
    const answers = await Promise.all([
      post({ decision: 'APPROVE' }),
      post({ decision: 'REJECT', comment: 'No.', expectedVersion: '2' }),
      post({ decision: 'APPROVE' }),
    ])
    expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1)
    expect((await state()).decisions).toHaveLength(1)
  })

  it('rejects and returns with a reason alone, and keeps what was written', async () => {
    const before = await state()
    const bare = await post({ decision: 'REJECT' })
    expect([bare.status, await bare.text()]).toEqual([422, expect.stringContaining('Say why')])
    expect(await state()).toEqual(before)
    const stale = await post({ decision: 'REJECT', comment: 'Too much & more', expectedVersion: '9' })
    const text = await stale.text()
    expect(stale.status).toBe(422)
    expect(text).toContain('Too much &amp; more</textarea>')
    expect(await state()).toEqual(before)
    expect((await post({ decision: 'REQUEST_CHANGES', comment: 'Halve it.' })).status).toBe(200)
    expect((await state()).order.status).toBe('CHANGES_REQUESTED')
    await app.quiet()
    const heard = await mailTo('sales@meridian.example')
    expect(heard.subject).toMatch(/^Order MC-\S+ was returned for changes$/)
    expect(heard.text).toContain('> Halve it.')
  })

  it('needs a decision, and a page of ours', async () => {
    const before = await state()
    const foreign = await post({ decision: 'APPROVE' }, path, {
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    })
    expect(foreign.status).toBe(403)
    for (const fields of [{}, { decision: 'BURN' }, { decision: 'APPROVE', expectedVersion: 'x' }] as const)
      expect((await post({ ...fields })).status).toBe(422)
    expect(await state()).toEqual(before)
  })

  it('is void when it was tampered with, signed elsewhere, or made for another purpose', async () => {
    const before = await state()
    const token = path.split('/').at(-1) ?? ''
    const [payload = '', signature = ''] = token.split('.')
    const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const other = Buffer.from(JSON.stringify({ ...content, approver: 'usr_x' })).toString('base64url')
    const borrowed = Buffer.from(
      signingKeyOf(app.resources.keys.signing).sign(`countersign.information-link.v1\n${payload}`),
      'base64',
    ).toString('base64url')
    const forged = [
      `${other}.${signature}`,
      `${payload}.${signature.slice(0, -4)}AAAA`,
      `${payload}.${borrowed}`,
      payload,
      `${token}.x`,
      'x'.repeat(2000),
      decisionLinkPath(linkIn(path), Buffer.alloc(32, 9)).split('/').at(-1) ?? '',
    ]
    for (const one of forged) {
      const where = `/approvals/decide/${one}`
      expect(await refused(where), one.slice(0, 40)).toEqual([410, 'LINK_INVALID'])
      expect((await post({ decision: 'APPROVE' }, where)).status).toBe(410)
    }
    expect(await state()).toEqual(before)
  })

  it('lets in nobody of another reseller, and nobody who is not asked', async () => {
    const before = await state()
    const [stranger] = await app.sql<Json>("SELECT id FROM app_user WHERE email = 'admin@harbor.example'")
    const [seller] = await app.sql<Json>("SELECT id FROM app_user WHERE email = 'sales@meridian.example'")
    for (const [approver, code] of [
      [stranger.id as string, 'LINK_INVALID'],
      [seller.id as string, 'APPROVAL_NOT_ELIGIBLE'],
      ['usr_nobody', 'LINK_INVALID'],
    ] as const) {
      const where = madeOf({ approver })
      expect(await refused(where), code).toEqual([410, code])
      expect((await post({ decision: 'APPROVE' }, where)).status).toBe(410)
    }
    expect(await state()).toEqual(before)
  })

  it('ends after seven days, and with the content that it was made for', async () => {
    const before = await state()
    expect(linkIn(path).expires - now.getTime()).toBeGreaterThan(6.9 * dayMs)
    expect(await refused(madeOf({ content: 'other' }))).toEqual([410, 'LINK_OVERTAKEN'])
    const began = now
    now = new Date(began.getTime() + 7 * dayMs + 1000)
    try {
      expect(await refused()).toEqual([410, 'LINK_EXPIRED'])
      expect((await post({ decision: 'APPROVE' })).status).toBe(410)
    } finally {
      now = began
    }
    expect(await state()).toEqual(before)
  })

  it('is refused when its approver has left or lost the role meanwhile', async () => {
    const before = await state()
    const change = (set: string) =>
      app.sql(`UPDATE app_user SET ${set} WHERE id = $1`, [linkIn(path).approver])
    for (const [meanwhile, back] of [
      ["status = 'DEACTIVATED'", "status = 'ACTIVE'"],
      ["roles = '{SALES_AGENT}'", "roles = '{RESELLER_ADMIN}'"],
    ] as const) {
      await change(meanwhile)
      expect(await refused(), meanwhile).toEqual([410, 'APPROVAL_NOT_ELIGIBLE'])
      expect((await post({ decision: 'APPROVE' })).status).toBe(410)
      await change(back)
    }
    expect(await state()).toEqual(before)
  })

  it('dies when somebody else decides, or the order is withdrawn', async () => {
    const { version } = (await sales.ask('query ($id: ID!) { order(id: $id) { version } }', { id: orderId }))
      .order
    await sales.done('orderWithdraw', { orderId, expectedVersion: version, reason: 'Wrong' }, 'order { id }')
    expect(await refused()).toEqual([410, 'APPROVAL_NOT_PENDING'])
    const withdrawn = await state()
    expect((await post({ decision: 'APPROVE' })).status).toBe(410)
    expect(await state()).toEqual(withdrawn)
  })

  it('tells the requester and who was asked of what was decided elsewhere', async () => {
    const decision = { approvalId: approval.id, expectedVersion: 1, idempotencyKey: key() }
    await admin.done('approvalReject', { ...decision, comment: 'Too much.' }, 'order { id }')
    await app.quiet()
    const told = (await mailsAbout()).map(
      ({ to, subject }) => `${to.address}: ${subject.replace(/ MC-\S+/, '')}`,
    )
    const [second] = await app.sql<Json>(
      `SELECT recipient_address AS address FROM notification WHERE subject_id = $1 AND kind = 'APPROVAL_OVER'`,
      [approval.id],
    )
    expect(told).toContain('sales@meridian.example: Order was rejected')
    expect(
      told.filter((one) => one.startsWith(`${second.address}: No decision needed any more`)),
    ).toHaveLength(1)
    expect(
      await app.sql('SELECT DISTINCT channel FROM approval_decision WHERE request_id = $1', [approval.id]),
    ).toEqual([{ channel: 'API' }])
  })

  it('slows down whoever asks more than thirty times a minute', async () => {
    const statuses: number[] = []
    for (let times = 0; times < 40; times++) statuses.push((await visit('/approvals/decide/none')).status)
    expect(statuses.at(-1)).toBe(429)
  })
})
