import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readInformationLink, writeInformationLink } from '../../src/orders/information-link.ts'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submit } from '../support/ordering.ts'

const hourMs = 3_600_000
const asked = {
  message: 'Which address?',
  items: [{ key: 'adminEmail', message: 'Nobody reads this address.' }],
  requestedAt: '2026-11-27T09:00:00.000Z',
}

describe('a link for whoever has to answer', () => {
  let app: TestApp
  let sales: ApiClient
  let orderId: string
  let now = new Date()
  beforeAll(async () => {
    // Workers would take the order up; nobody else may move it here.
    app = await startApp({
      env: { ROLE: 'api', ORDER_NUMBER_WAIT_MS: '0' },
      clock: { now: () => now },
    })
    sales = await app.signedIn('sales@meridian.example')
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    const about = {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    }
    orderId = (await submit(sales, await completeDraft(sales, about))).id
    await app.sql("UPDATE orders SET status = 'AWAITING_INFORMATION' WHERE id = $1", [orderId])
    await app.sql(
      `UPDATE order_line SET status = 'AWAITING_INFORMATION', information_request = $2 WHERE order_id = $1`,
      [orderId, JSON.stringify(asked)],
    )
  })

  const link = async (expiresInHours = 1): Promise<string> => {
    const made = await sales.done('orderInformationLinkCreate', { orderId, expiresInHours }, 'url expiresAt')
    expect(made.expiresAt).toBe(new Date(now.getTime() + expiresInHours * hourMs).toISOString())
    return made.url as string
  }
  const visit = (url: string, options: RequestInit = {}) => fetch(`${app.url}${url}`, options)
  const answer = (url: string, values: unknown) =>
    visit(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ values }),
    })
  const answered = [{ key: 'adminEmail', value: 'it@customer.example' }]
  const state = async () => {
    const [order] = await app.sql<Json>(
      'SELECT status, version, inquiry, provisioning FROM orders WHERE id = $1',
      [orderId],
    )
    return order
  }

  it('shows what is asked and nothing else, and takes the answer once', async () => {
    const url = await link()
    const page = await visit(url, { headers: { accept: 'text/html' } })
    expect(page.status).toBe(200)
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await page.text()
    expect(text).toContain('Nobody reads this address.')
    expect(text).toContain('name="order.adminEmail"')
    for (const secret of [orderId, 'ada@customer.example', 'PO-1', 'Spreebogen', 'org_'])
      expect(text).not.toContain(secret)

    const taken = await answer(url, answered)
    expect([taken.status, await taken.json()]).toEqual([200, { accepted: true }])
    expect(await state()).toMatchObject({
      status: 'IN_FULFILLMENT',
      inquiry: 1,
      provisioning: { adminEmail: 'it@customer.example' },
    })
    const [event] = await app.sql<Json>(
      `SELECT actor FROM outbox_event WHERE subject_id = $1 AND type = 'order.information_provided'`,
      [orderId],
    )
    expect(event.actor).toMatchObject({ kind: 'LINK', id: 'information-link' })

    const before = await state()
    expect((await answer(url, answered)).status).toBe(404)
    expect((await visit(url)).status).toBe(404)
    expect(await state()).toEqual(before)
  })

  it('takes the form of the page, which works without scripts', async () => {
    const url = await link()
    const form = await visit(url, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams({ 'order.adminEmail': 'form@customer.example' }),
    })
    expect([form.status, (await form.text()).includes('Thank you')]).toEqual([200, true])
    expect(await state()).toMatchObject({ provisioning: { adminEmail: 'form@customer.example' } })
  })

  it('refuses wrong, missing and other answers, and changes nothing', async () => {
    const url = await link()
    const before = await state()
    const codes = async (values: unknown) => {
      const refused = await answer(url, values)
      const { errors } = (await refused.json()) as Json
      return [refused.status, (errors as Json[]).map(({ code }) => code as string)]
    }
    expect(await codes([])).toEqual([422, ['ANSWER_MISSING']])
    expect(await codes([{ key: 'adminEmail', value: 'no address' }])).toEqual([422, ['PARAMETER_FORMAT']])
    expect(await codes([...answered, { key: 'tenantDomain', value: 'evil.example' }])).toEqual([
      422,
      ['QUESTION_NOT_ASKED'],
    ])
    expect(await state()).toEqual(before)
  })

  it('is void when it is forged, expired, or made for an earlier inquiry', async () => {
    const url = await link()
    const token = url.split('/').at(-1) ?? ''
    const [payload = '', signature = ''] = token.split('.')
    const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object
    const other = Buffer.from(JSON.stringify({ ...content, inquiry: 1 })).toString('base64url')
    const seed = Buffer.alloc(32, 9)
    const forged = [
      `${other}.${signature}`,
      `${payload}.${signature.slice(0, -4)}AAAA`,
      `${payload}.`,
      payload,
      `${token}.x`,
      writeInformationLink({ ...(content as Parameters<typeof writeInformationLink>[0]) }, seed),
      'x'.repeat(2000),
    ]
    for (const one of forged) {
      expect((await visit(`/inquiries/${one}`)).status, one.slice(0, 40)).toBe(404)
      const tried = await app
        .anonymous()
        .mutate('orderInquiryAnswer', { token: one, values: answered }, 'accepted')
      expect(tried).toMatchObject({ accepted: null, userErrors: [{ code: 'LINK_INVALID' }] })
    }
    await app.sql('UPDATE orders SET inquiry = inquiry + 1 WHERE id = $1', [orderId])
    expect((await visit(url)).status).toBe(404)
    await app.sql('UPDATE orders SET inquiry = inquiry - 1 WHERE id = $1', [orderId])
    expect((await visit(url)).status).toBe(200)
    const began = now
    now = new Date(began.getTime() + hourMs)
    expect((await visit(url)).status).toBe(404)
    now = began
    expect(await state()).toMatchObject({ status: 'AWAITING_INFORMATION' })
  })

  it('opens nothing else to whoever has it', async () => {
    const token = (await link()).split('/').at(-1)
    const { data, errors } = (await app
      .anonymous()
      .request(
        `query ($token: String!, $id: ID!) { orderInquiry(token: $token) { sellerName } order(id: $id) { id } }`,
        { token, id: orderId },
      )) as Json
    expect(data?.order ?? null).toBeNull()
    expect((errors as Json[])[0].extensions.code).toBe('UNAUTHENTICATED')
  })

  it('is made by those who may see it, for an order that waits', async () => {
    const finance = await app.signedIn('finance@meridian.example')
    const refused = await finance.mutate('orderInformationLinkCreate', { orderId }, 'url')
    expect(refused).toMatchObject({ url: null, userErrors: [{ code: 'FORBIDDEN' }] })
    const stranger = await app.signedIn('sales@harbor.example')
    expect(await stranger.mutate('orderInformationLinkCreate', { orderId }, 'url')).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    })
    const long = await sales.mutate('orderInformationLinkCreate', { orderId, expiresInHours: 337 }, 'url')
    expect(long.userErrors).toMatchObject([{ code: 'EXPIRY_INVALID', path: ['expiresInHours'] }])
    await app.sql("UPDATE order_line SET status = 'QUEUED' WHERE order_id = $1", [orderId])
    expect(await sales.mutate('orderInformationLinkCreate', { orderId }, 'url')).toMatchObject({
      userErrors: [{ code: 'NO_LINE_WAITS' }],
    })
  })

  it('slows down whoever asks more than thirty times a minute', async () => {
    const statuses: number[] = []
    for (let times = 0; times < 40; times++) statuses.push((await visit('/inquiries/none')).status)
    expect(statuses.at(-1)).toBe(429)
    expect(statuses.every((status) => status === 404 || status === 429)).toBe(true)
  })
})

describe('the token of a link', () => {
  const seed = Buffer.alloc(32, 1)
  const content = {
    order: 'ord_1',
    seller: 'org_1',
    organization: 'org_2',
    inquiry: 3,
    expires: 1_790_000_000_000,
  }

  it('is read as it was written, by the same key alone', () => {
    const token = writeInformationLink(content, seed)
    expect(readInformationLink(token, seed)).toEqual(content)
    expect(readInformationLink(token, Buffer.alloc(32, 2))).toBeNull()
  })

  it('has one spelling: every single change of a character voids it', () => {
    const token = writeInformationLink(content, seed)
    for (let at = 0; at < token.length; at++) {
      const changed = `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`
      expect(readInformationLink(changed, seed), `character ${at}`).toBeNull()
    }
  })
})
