import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, until } from '../support/ordering.ts'
import { startSmtp, type MailServer } from '../support/smtp.ts'

const decided = ({ status }: Json) => ['APPROVED', 'IN_FULFILLMENT', 'FULFILLED'].includes(status as string)

async function pendingOrder(sales: ApiClient): Promise<Json> {
  const buyer = await customer(sales, 'Spreebogen')
  const offer = await offerOf(sales, '365 business prem')
  const { id } = await submit(sales, await completeDraft(sales, { customer: buyer, offer }))
  return until(sales, id, ({ status }) => status === 'PENDING_APPROVAL')
}

describe('an order that is approved by mail, without a mail server', () => {
  let app: TestApp
  let sales: ApiClient
  let order: Json
  let approvalId: string
  let cookie: string
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    order = await pendingOrder(sales)
    approvalId = (await approvalOf(sales, order.id as string)).id as string
    await app.quiet()
  })
  afterAll(() => app.close())

  const signIn = async (email: string) => {
    const answer = await fetch(`${app.url}/ops/sign-in`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ email, password: 'countersign-demo', next: '/ops/mailbox' }),
    })
    return answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  }
  const page = (at: string, as = cookie) =>
    fetch(`${app.url}${at}`, { redirect: 'manual', headers: { accept: 'text/html', cookie: as } })
  const mailIds = async () => {
    const list = await (await page('/ops/mailbox')).text()
    return [...list.matchAll(/href="\/ops\/mailbox\/(ntf_\w+)"/g)].map(([, id = '']) => id)
  }

  it('shows its mails to the operator alone', async () => {
    const away = await page('/ops/mailbox', '')
    expect([away.status, away.headers.get('location')]).toEqual([303, '/ops/sign-in?next=%2Fops%2Fmailbox'])
    const reseller = await signIn('admin@meridian.example')
    for (const at of ['/ops/mailbox', '/ops/mailbox/ntf_x', '/ops/mailbox/ntf_x/html'])
      expect((await page(at, reseller)).status, at).toBe(403)
    cookie = await signIn('operator@countersign.example')
    const list = await page('/ops/mailbox')
    expect(list.status).toBe(200)
    expect(list.headers.get('content-security-policy')).toContain("default-src 'none'")
    const text = await list.text()
    expect(text).toContain(`Approval needed: order ${order.orderNumber} for Spreebogen Games GmbH`)
    expect(text).toContain('admin@meridian.example')
    expect((await page('/ops/mailbox/..%2f..%2fkeys')).status).toBe(404)
    expect((await page('/ops/mailbox/ntf_00000000000000000000000000')).status).toBe(404)
  })

  it('finds mails by words of recipient, subject and text', async () => {
    const ask = async (words: string) => (await page(`/ops/mailbox?q=${encodeURIComponent(words)}`)).text()
    const found = await ask(`${order.orderNumber} ADMIN@meridian.example`)
    expect(found).toContain(`Approval needed: order ${order.orderNumber} for Spreebogen Games GmbH`)
    const nothing = await ask('no-such-word "><i>')
    expect(nothing).toMatch(/0 of [1-9]\d*, newest first/)
    expect(nothing).toContain('value="no-such-word &quot;&gt;&lt;i&gt;"')
    expect(nothing).not.toContain('Approval needed')
  })

  it('shows one mail as text, and as HTML that may do nothing', async () => {
    const [id = ''] = await mailIds()
    const mail = await page(`/ops/mailbox/${id}`)
    expect(mail.headers.get('content-security-policy')).toContain("frame-src 'self'")
    expect(await mail.text()).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
    const shown = await page(`/ops/mailbox/${id}/html`)
    const policy = shown.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; /)
    expect(policy).not.toContain('script-src')
    expect(shown.headers.get('x-frame-options')).toBe('SAMEORIGIN')
    expect(await shown.text()).toContain('See the order and decide')
  })

  it('leads from the mailbox over the link to the approved order', async () => {
    const ids = await mailIds()
    const texts = await Promise.all(ids.map(async (id) => (await page(`/ops/mailbox/${id}`)).text()))
    const [link = ''] = /http:\/\/\S+\/approvals\/decide\/[\w.-]+/.exec(texts.join('\n')) ?? []
    expect(link.startsWith(app.url)).toBe(true)
    const form = await (await fetch(link, { headers: { accept: 'text/html' } })).text()
    const version = /name="expectedVersion" value="(\d+)"/.exec(form)?.[1] ?? ''
    const answer = await fetch(link, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams({ decision: 'APPROVE', expectedVersion: version }),
    })
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining(`You approved order ${order.orderNumber}.`),
    ])
    expect(decided(await until(sales, order.id, decided))).toBe(true)
    await app.quiet()
    expect(await (await page('/ops/mailbox')).text()).toContain(`Order ${order.orderNumber} is approved`)
  })

  it('shows what somebody says about it to its requester, as text', async () => {
    const admin = await app.signedIn('admin@meridian.example')
    const said = { approvalId, body: '<b>Which</b> budget?', idempotencyKey: key() }
    await admin.done('approvalCommentAdd', said, 'comment { id }')
    await app.quiet()
    const list = await (await page('/ops/mailbox')).text()
    const title = `Comment on order ${order.orderNumber} for Spreebogen Games GmbH`
    const ids = [...list.matchAll(/href="\/ops\/mailbox\/(ntf_\w+)">([^<]*)</g)]
      .filter(([, , subject]) => subject === title)
      .map(([, id = '']) => id)
    const texts = await Promise.all(ids.map(async (id) => (await page(`/ops/mailbox/${id}`)).text()))
    const toRequester = texts.find((text) => text.includes('sales@meridian.example')) ?? ''
    expect(toRequester).toContain('&gt; &lt;b&gt;Which&lt;/b&gt; budget?')
    expect(toRequester).not.toContain('<b>Which')
    expect(toRequester).not.toContain('/approvals/decide/')
  })

  it.skipIf(!hasBrowser())('does all that in a browser, without a script', async () => {
    order = await pendingOrder(sales)
    await app.quiet()
    const browser = await openBrowser()
    try {
      const tab = await browser.context.newPage()
      await tab.goto(`${app.url}/ops/mailbox`)
      await tab.fill('input[name=email]', 'operator@countersign.example')
      await tab.fill('input[name=password]', 'countersign-demo')
      await tab.click('button[type=submit]')
      await tab
        .getByRole('link', { name: `Approval needed: order ${order.orderNumber}` })
        .first()
        .click()
      const popup = tab.waitForEvent('popup')
      await tab.frameLocator('iframe').getByRole('link', { name: 'See the order and decide' }).click()
      const decision = await popup
      await decision.getByRole('button', { name: 'Approve' }).click()
      await decision.getByText(`You approved order ${order.orderNumber}.`).waitFor()
    } finally {
      await browser.close()
    }
    expect(decided(await until(sales, order.id, decided))).toBe(true)
  })
})

describe.each(backends())('mails by SMTP on %s queues', (backend) => {
  let app: TestApp
  let smtp: MailServer
  afterEach(async () => {
    await app.close()
    await smtp.close()
  })

  it('come once each, though every process is stopped in between', async () => {
    smtp = await startSmtp()
    const env = {
      SMTP_URL: smtp.url,
      MAIL_FROM: 'Orders <orders@shop.example>',
      ORDER_NUMBER_WAIT_MS: '10000',
    }
    app = await startApp({ backend, env })
    const sales = await app.signedIn('sales@meridian.example')
    expect((await fetch(`${app.url}/ops/mailbox`)).status).toBe(404)
    const order = await pendingOrder(sales)
    // Stopped as soon as the approval is open: what was not sent yet waits in PostgreSQL.
    await app.stopProcess()
    const { database } = app
    const again = await startApp({ backend, env, database })
    await again.quiet()
    const sent = await again.sql<{ id: string; status: string }>(
      'SELECT n.id, n.status FROM notification n JOIN approval_request r ON r.id = n.subject_id WHERE r.order_id = $1',
      [order.id],
    )
    expect(sent.map(({ status }) => status)).toEqual(['SENT', 'SENT'])
    expect(smtp.mails.map(({ messageId }) => String(messageId)).toSorted()).toEqual(
      sent.map(({ id }) => `<${id}@shop.example>`).toSorted(),
    )
    await again.stopProcess()
  }, 240_000)
})
