import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortalBuilt } from '../../../src/api/serve-portal.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser } from '../../support/browser.ts'
import { key } from '../../support/ordering.ts'
import { startReceiver, type ReceivedRequest, type WebhookReceiver } from '../../support/webhook-receiver.ts'
import { enter } from './enter.ts'
import { isVerified } from './is-verified.ts'
import { takeSeat, type Seat } from './seat.ts'

const typeOf = ({ body }: ReceivedRequest): string => (JSON.parse(body.toString()) as { type: string }).type

describe.skipIf(!hasBrowser())('the pages for those who look after programs', { timeout: 300_000 }, () => {
  let app: TestApp
  let receiver: WebhookReceiver
  let seat: Seat
  let secret = ''
  beforeAll(async () => {
    expect(isPortalBuilt(), 'Run the tests by `npm test`: it builds the portal.').toBe(true)
    app = await startApp()
    receiver = await startReceiver((response) => {
      response.setHeader('x-request-id', 'r-1')
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"taken":true}')
    })
    seat = await takeSeat(app, { eachWay: true })
    await enter(app, seat, { email: 'admin@meridian.example', heading: /Welcome/ })
  })
  afterAll(async () => {
    await seat?.browser.close()
    await receiver?.close()
    await app?.close()
  })

  const go = async (name: string, heading = name) => {
    await seat.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }).click()
    await seat.page.getByRole('heading', { name: heading, level: 1 }).waitFor()
  }
  const addCustomer = async (name: string) => {
    const admin = await app.signedIn('admin@meridian.example')
    const input = { name, country: 'DE', currency: 'EUR', idempotencyKey: key() }
    await admin.done('organizationCreate', input, 'organization { id }')
  }
  const arrived = async (type: string, count: number) => {
    for (let tries = 0; tries < 300; tries++) {
      const found = receiver.requests.filter((request) => typeOf(request) === type)
      if (found.length >= count) return found
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`${type} did not arrive ${count} times.`)
  }

  it('says what is wrong with an endpoint, adds it, and shows its secret once', async () => {
    const { page } = seat
    await go('Webhooks')
    await page.getByText('No endpoint yet.', { exact: false }).waitFor()
    await seat.look('webhooks-empty')
    await page.getByRole('button', { name: 'Add an endpoint' }).click()
    const form = page.getByRole('dialog', { name: 'Add an endpoint' })
    await form.getByRole('textbox', { name: 'Address' }).fill('http://hooks.example.com/orders')
    await form.getByRole('combobox', { name: 'Events' }).fill('organization.*')
    await page.keyboard.press('Enter')
    // The list of suggestions closes.
    await page.keyboard.press('Tab')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    await form.getByRole('alert').getByText('Use an https:// URL', { exact: false }).waitFor()
    await form.getByRole('button', { name: /^More/ }).click()
    await form.getByRole('combobox', { name: 'Credential' }).selectOption('bearer token')
    await form.getByLabel(/^Token/).fill('crm-token')
    await seat.look('endpoint-form')
    await form.getByRole('textbox', { name: 'Address' }).fill(receiver.url)
    await form.getByRole('textbox', { name: 'What it is used for' }).fill('Customers into the CRM')
    await form.getByRole('spinbutton', { name: 'Requests a second, at most' }).fill('20')
    await form.getByRole('button', { name: 'Add', exact: true }).click()
    const shown = page.getByRole('dialog', { name: 'Signing secret' })
    secret = (await shown.getByRole('region', { name: 'Secret' }).innerText()).trim()
    await seat.look('secret')
    await shown.getByRole('button', { name: 'I have stored it' }).click()
    await page.getByRole('heading', { name: 'Customers into the CRM', level: 1 }).waitFor()
    await page.getByText('20', { exact: true }).waitFor()

    expect(secret).toMatch(/^whsec_/)
    expect(await page.getByText(secret).count()).toBe(0)
    const stored = await app.sql<{ url: string; source: string; types: string[] }>(
      `SELECT url, source, event_types AS types FROM webhook_endpoint WHERE deleted_at IS NULL`,
    )
    expect(stored).toEqual([{ url: receiver.url, source: 'PORTAL', types: ['organization.*'] }])
  })

  it('sends a ping, and shows the attempt with all that went and came', async () => {
    const { page } = seat
    await page.getByRole('button', { name: 'Send a test ping' }).click()
    await page.getByText(/^answered 200 after \d+ ms$/).waitFor()
    await seat.look('endpoint')
    await page.getByRole('link', { name: 'The message with its attempts' }).click()
    await page.getByRole('heading', { name: 'ping', level: 1 }).waitFor()
    await page.getByRole('button', { name: /Attempt 1: answered 200/ }).waitFor()
    const sent = await page.getByRole('region', { name: 'Headers that were sent' }).innerText()
    const answer = await page.getByRole('region', { name: 'Answer', exact: true }).innerText()
    await seat.look('message')

    const [ping] = await arrived('ping', 1)
    expect(isVerified(secret, ping!)).toBe(true)
    expect(ping!.headers.authorization).toBe('Bearer crm-token')
    expect(sent).toContain('authorization: [redacted]')
    expect(sent).toContain(`webhook-id: ${String(ping!.headers['webhook-id'])}`)
    expect(JSON.parse(answer)).toEqual({ taken: true })
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByRole('button', { name: /Attempt 2: answered 200/ }).waitFor()
    expect(await arrived('ping', 2)).toHaveLength(2)
  })

  it('shows what would be sent for an event', async () => {
    const { page } = seat
    await page.getByRole('link', { name: receiver.url }).click()
    await page.getByRole('button', { name: 'Preview a payload' }).click()
    const preview = page.getByRole('dialog', { name: 'Preview a payload' })
    await preview.getByRole('textbox', { name: 'Id of the event' }).fill('evt_none')
    await preview.getByRole('button', { name: 'Show' }).click()
    await preview.getByText('There is no such event', { exact: false }).waitFor()
    await preview.getByRole('combobox', { name: 'Event' }).selectOption({ index: 1 })
    await preview.getByRole('button', { name: 'Show' }).click()
    const text = await preview.getByRole('region', { name: 'Payload' }).innerText()
    await seat.look('preview')
    await preview.getByRole('button', { name: 'Close' }).last().click()

    expect(JSON.parse(text)).toMatchObject({ type: 'ping' })
  })

  it('rotates the secret: both sign for a day', async () => {
    const { page } = seat
    await page.getByRole('button', { name: 'Rotate the secret' }).click()
    const dialog = page.getByRole('dialog', { name: 'Rotate the secret' })
    await dialog.getByRole('button', { name: 'Make a new secret' }).click()
    const shown = page.getByRole('dialog', { name: 'Signing secret' })
    const next = (await shown.getByRole('region', { name: 'Secret' }).innerText()).trim()
    await shown.getByRole('button', { name: 'I have stored it' }).click()
    await page.getByRole('button', { name: 'Send a test ping' }).click()
    const ping = (await arrived('ping', 3))[2]

    expect(next).not.toBe(secret)
    expect([secret, next].map((one) => isVerified(one, ping!))).toEqual([true, true])
  })

  it('pauses, counts what was missed, and sends exactly that again', async () => {
    const { page } = seat
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await page.getByText('Paused by a person').waitFor()
    await addCustomer('Replayed Customer')
    await app.quiet()
    await page.getByRole('cell', { name: 'Skipped' }).waitFor()
    expect(receiver.requests.filter((one) => typeOf(one) === 'organization.created')).toEqual([])
    await page.getByRole('button', { name: 'Enable', exact: true }).click()
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor()

    await page.getByRole('button', { name: 'Send again …' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send again …' })
    await dialog.getByRole('button', { name: 'Count' }).click()
    await dialog.getByText('1 message would be sent.').waitFor()
    await seat.look('replay')
    expect(receiver.requests.filter((one) => typeOf(one) === 'organization.created')).toEqual([])
    await dialog.getByRole('button', { name: 'Send 1 message' }).click()
    await dialog.getByText('1 of 1 sent.').waitFor()
    await dialog.getByText('Done', { exact: true }).waitFor()
    await seat.look('replay-progress')
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    const [told] = await arrived('organization.created', 1)

    expect(told!.body.toString()).toContain('Replayed Customer')
    const begun = await app.sql<{ kind: string; status: string }>('SELECT kind, status FROM activity')
    expect(begun).toEqual([{ kind: 'WEBHOOK_REPLAY', status: 'COMPLETED' }])
  })

  it('changes an endpoint, and refuses what somebody else has changed meanwhile', async () => {
    const { page } = seat
    const admin = await app.signedIn('admin@meridian.example')
    const { webhookEndpoints } = await admin.ask('{ webhookEndpoints { id } }')
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    const form = page.getByRole('dialog', { name: 'Change the endpoint' })
    await form.getByRole('textbox', { name: 'What it is used for' }).fill('CRM')
    const elsewhere = { endpointId: webhookEndpoints[0].id, timeoutSeconds: 20 }
    await admin.done('webhookEndpointUpdate', elsewhere, 'webhookEndpoint { id }')
    await form.getByRole('button', { name: 'Save' }).click()
    await form.getByRole('alert').waitFor()
    await form.getByRole('button', { name: 'Cancel' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Change', exact: true }).click()
    await form.getByRole('textbox', { name: 'What it is used for' }).fill('CRM')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('heading', { name: 'CRM', exact: true, level: 1 }).waitFor()

    const stored = await app.sql('SELECT description, timeout_seconds, max_per_second FROM webhook_endpoint')
    expect(stored).toEqual([{ description: 'CRM', timeout_seconds: 20, max_per_second: 20 }])
    await go('Webhooks')
    await page.getByRole('row', { name: /CRM/ }).getByText('Active').waitFor()
    await seat.look('webhooks')
  })

  it('lets webhooks be tried without a receiver', async () => {
    const { page } = seat
    await go('Request inspector')
    await page.getByRole('button', { name: 'Add an endpoint for it' }).click()
    await page.getByRole('button', { name: 'Send a test ping' }).click()
    const arrivedHere = page.getByRole('button', { name: /ping.*Signature verified/ })
    await arrivedHere.click()
    const headers = await page.getByRole('region', { name: 'Request and headers' }).innerText()
    await seat.look('inspector')
    await page.getByRole('button', { name: 'Forget them' }).click()
    await page.getByText('Nothing arrived yet.').waitFor()

    expect(headers).toMatch(/^POST \/inspect\/org_/)
    expect(headers).toContain('webhook-signature: v1,')
  })

  it('makes a key that works with what it may do, shows it once, and revokes it', async () => {
    const { page } = seat
    await go('API keys')
    await page.getByRole('button', { name: 'Make a key' }).click()
    const form = page.getByRole('dialog', { name: 'Make a key' })
    await form.getByRole('textbox', { name: 'Name' }).fill('ERP')
    await form.getByRole('checkbox', { name: 'WEBHOOK_READ' }).check()
    await seat.look('key-form')
    await form.getByRole('button', { name: 'Make it' }).click()
    const shown = page.getByRole('dialog', { name: 'API key' })
    const apiKey = (await shown.getByRole('region', { name: 'Key' }).innerText()).trim()
    await shown.getByRole('button', { name: 'I have stored it' }).click()
    const ask = async () => {
      const answer = await fetch(`${app.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ query: '{ webhookEndpoints { description } }' }),
      })
      return (await answer.json()) as { data?: unknown }
    }
    const before = await ask()
    await page.getByRole('row', { name: /ERP/ }).getByText('WEBHOOK_READ').waitFor()
    await seat.look('keys')
    await page.getByRole('button', { name: 'Revoke ERP' }).click()
    await page.getByRole('dialog', { name: 'Revoke ERP' }).getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('No key yet.').waitFor()
    await page.getByRole('checkbox', { name: 'Show revoked keys too' }).check()
    await page.getByRole('row', { name: /ERP.*Revoked/ }).waitFor()

    expect(before.data).toEqual({
      webhookEndpoints: expect.arrayContaining([
        { description: 'CRM' },
        { description: 'Request inspector' },
      ]),
    })
    expect((await ask()).data ?? null).toBeNull()
  })

  it('finds events with their meaning and an example', async () => {
    const { page } = seat
    await go('Event catalogue')
    await page.getByRole('searchbox', { name: 'Search events' }).fill('order.placed')
    await page.getByRole('button', { name: /^order\.placed/ }).click()
    const example = await page.getByRole('region', { name: 'Example of order.placed' }).innerText()
    await page.getByRole('button', { name: 'Copy: Example of order.placed' }).waitFor()
    await seat.look('events')

    expect(Object.keys(JSON.parse(example) as object)).toContain('order')
  })

  it('shows connections to ERPs, tests and pauses them', async () => {
    const { page } = seat
    const admin = await app.signedIn('admin@meridian.example')
    const input = {
      kind: 'TRYTON',
      name: 'Back office',
      url: receiver.url,
      database: 'shop',
      username: 'api',
    }
    const given = { ...input, password: 'a-password', idempotencyKey: key() }
    await go('ERP connections')
    await page.getByText('No connection yet.', { exact: false }).waitFor()
    await admin.done('erpConnectionCreate', given, 'erpConnection { id }')
    await page.reload()
    await page.getByRole('button', { name: 'Test Back office' }).click()
    await page.getByRole('status').getByText('Failed').waitFor()
    await page.getByRole('button', { name: 'Pause Back office' }).click()
    await page.getByRole('button', { name: 'Resume Back office' }).waitFor()
    await seat.look('erp')

    expect(await app.sql('SELECT status, test_status FROM erp_connection')).toEqual([
      { status: 'PAUSED', test_status: 'FAILED' },
    ])
  })

  it('leads to the mail that would have been sent', async () => {
    const link = seat.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Mail/ })
    await link.click()
    await seat.page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor()
    await seat.page.getByRole('textbox', { name: 'E-mail' }).fill('operator@countersign.example')
    await seat.page.getByLabel('Password').fill('countersign-demo')
    await seat.page.getByRole('button', { name: 'Sign in' }).click()
    await seat.page.getByRole('heading', { name: 'Mail', level: 1 }).waitFor()
    await seat.look('mailbox')
  })

  it('shows a sales agent none of it', async () => {
    const sales = await takeSeat(app)
    await enter(app, sales, { email: 'sales@meridian.example', heading: /Welcome/ })
    const links = sales.page.getByRole('navigation', { name: 'Main' }).getByRole('link')
    const names = await links.allInnerTexts()
    await sales.page.goto(`${app.url}/integrations/webhooks`)
    await sales.page.getByRole('alert').waitFor()
    await sales.browser.close()

    for (const name of ['Webhooks', 'API keys', 'ERP connections', 'Request inspector'])
      expect(names).not.toContain(name)
  })

  it('had no serious barrier on any page, asked no other host, and broke no rule of its policy', () => {
    expect(seat.barriers).toEqual([])
    expect(seat.foreign).toEqual([])
    expect(seat.faults).toEqual([])
  })
})
