import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../../support/api-client.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser } from '../../support/browser.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, until } from '../../support/ordering.ts'
import { enter } from './enter.ts'
import { takeSeat, type Seat } from './seat.ts'

const product = 'Microsoft 365 Business Premium'
const status = (page: Page) => page.getByRole('region', { name: 'Order number' }).getByRole('status')

// What is done to orders once they are placed, on a machine that other tests share.
describe.skipIf(!hasBrowser())('an order in the portal', { timeout: 300_000 }, () => {
  let app: TestApp
  let sales: Seat
  let desk: Seat
  let client: ApiClient
  let administrator: ApiClient
  let buyer: Json
  let offer: Json
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await takeSeat(app, { eachWay: true })
    desk = await takeSeat(app, { eachWay: true })
    client = await app.signedIn('sales@meridian.example')
    administrator = await app.signedIn('admin@meridian.example')
    buyer = await customer(client, 'Spreebogen')
    offer = await offerOf(client, '365 business prem')
    await enter(app, sales, { email: 'sales@meridian.example', heading: /Welcome/ })
    await enter(app, desk, { email: 'admin@meridian.example', heading: /Welcome/ })
  })
  afterAll(async () => {
    for (const seat of [sales, desk]) await seat?.browser.close()
    await app?.close()
  })

  /** A placed order whose administrator has this address: the sandbox acts by it. */
  async function placed(adminEmail: string): Promise<{ orderId: string; orderNumber: string }> {
    const draft = await completeDraft(client, { customer: buyer, offer })
    const { orderId } = draft
    const values = [{ key: 'adminEmail', value: adminEmail }]
    const { order } = await client.done('orderSetProvisioning', { orderId, values }, 'order { version }')
    const { orderNumber } = await submit(client, { ...draft, version: order.version })
    return { orderId, orderNumber }
  }

  async function approved(
    adminEmail: string,
    wanted: string,
  ): Promise<{ orderId: string; orderNumber: string }> {
    const order = await placed(adminEmail)
    const { id: approvalId, version: expectedVersion } = await approvalOf(administrator, order.orderId)
    const input = { approvalId, expectedVersion, idempotencyKey: key() }
    await administrator.done('approvalApprove', input, 'order { status }')
    await until(client, order.orderId, ({ status: now }) => now === wanted)
    return order
  }

  const open = async ({ page }: Seat, orderId: string) => {
    await page.goto(`${app.url}/orders/${orderId}`)
    await page.getByRole('heading', { name: /Order for/, level: 1 }).waitFor()
  }

  /** Presses the link; answers with the file's name and what is in it. */
  async function fileOf(page: Page, name: string | RegExp): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('region', { name: 'Documents' }).getByRole('link', { name }).first().click(),
    ])
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'latin1') }
  }

  it('that waits for information asks for it in a form, refuses nonsense at its place, and goes on', async () => {
    const { page } = sales
    const { orderId } = await approved('needs-info@customer.example', 'AWAITING_INFORMATION')
    await open(sales, orderId)
    const inquiry = page.getByRole('region', { name: 'Information that is needed' })
    const answer = inquiry.getByRole('textbox', { name: 'Administrator e-mail' })
    await answer.waitFor()
    expect(await inquiry.getByRole('textbox').count()).toBe(1)
    await sales.look('order-inquiry')
    await page.getByRole('button', { name: 'Link for the customer' }).click()
    const link = page.getByRole('dialog', { name: 'Link for the customer' })
    await link.getByText(/\/inquiries\/\w+/).waitFor()
    await link.getByRole('button', { name: 'Done' }).click()
    await answer.fill('nobody')
    await inquiry.getByRole('button', { name: 'Send the answer' }).click()
    await inquiry.getByRole('alert').waitFor()
    await sales.look('order-inquiry-refused')
    const [before] = await app.sql<{ status: string }>('SELECT status FROM orders WHERE id = $1', [orderId])
    expect(before?.status).toBe('AWAITING_INFORMATION')

    await answer.fill('it@spreebogen.example')
    await inquiry.getByRole('button', { name: 'Send the answer' }).click()
    await status(page).getByText('Delivered').waitFor()
    await inquiry.waitFor({ state: 'hidden' })
  })

  it('gives its documents to whoever is signed in, for an ERP and as evidence', async () => {
    const { page } = sales
    const { orderId, orderNumber } = await approved('it@customer.example', 'FULFILLED')
    await app.quiet()
    await open(sales, orderId)
    await page.getByRole('region', { name: 'Delivery' }).getByText('Delivered').waitFor()
    await sales.look('order-delivered')
    const ubl = await fileOf(page, 'Order for an ERP (UBL)')
    expect(ubl.name).toBe(`${orderNumber}.xml`)
    expect(ubl.text).toContain(`<cbc:ID>${orderNumber}</cbc:ID>`)
    expect((await fileOf(page, 'Lines as a table (CSV)')).name).toBe(`${orderNumber}.csv`)
    const receipt = await fileOf(page, /^Receipt: .* \(PDF\)$/)
    expect(receipt.name).toMatch(/^tac_\w+\.pdf$/)
    expect(receipt.text.slice(0, 5)).toBe('%PDF-')
    expect(JSON.parse((await fileOf(page, 'Evidence of all terms (JSON)')).text)).toHaveProperty('entries')
  })

  it('that failed for good is tried again by the order desk only with a reason, and is cancelled in the end', async () => {
    const { page } = desk
    const { orderId } = await approved('fail-validation@customer.example', 'FULFILLMENT_FAILED')
    await open(desk, orderId)
    await page.getByText('The vendor does not accept this tenant.').waitFor()
    await page.getByRole('button', { name: 'Try again' }).click()
    const again = page.getByRole('dialog', { name: 'Try again' })
    await again.getByRole('button', { name: 'Try again' }).click()
    await again
      .getByRole('alert')
      .getByText(/failed for good/)
      .waitFor()
    await desk.look('order-retry')
    await again.getByRole('button', { name: 'Leave it as it is' }).click()
    await page.getByRole('button', { name: 'Cancel what is left' }).click()
    const rest = page.getByRole('dialog', { name: 'Cancel what is left' })
    await rest.getByRole('textbox', { name: 'Reason' }).fill('The customer goes elsewhere.')
    await rest.getByRole('button', { name: 'Cancel what is left' }).click()
    await status(page).getByText('Cancelled').waitFor()
    await status(page).getByText('The customer goes elsewhere.').waitFor()
  })

  it('is cloned into a draft with the same lines, which is discarded', async () => {
    const { page } = sales
    const { orderId } = await placed('it@customer.example')
    await open(sales, orderId)
    await page.getByRole('button', { name: 'Clone' }).click()
    await page.waitForURL(/\/items$/)
    await page
      .getByRole('table', { name: 'Selected items' })
      .getByRole('rowheader', { name: product })
      .waitFor()
    const copyId = /\/orders\/(ord_\w+)\/items$/.exec(page.url())?.[1] ?? ''
    expect(copyId).not.toBe(orderId)
    await open(sales, copyId)
    await page.getByRole('link', { name: 'The order that this one was cloned from' }).waitFor()
    await sales.look('order-draft')
    await page.getByRole('button', { name: 'Cancel the order' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the order' }).click()
    await status(page).getByText('Cancelled').waitFor()
  })

  it('rests where its reseller wants so, until somebody submits it for approval; it is withdrawn again', async () => {
    const { page } = sales
    const { viewer } = await administrator.ask('{ viewer { organization { id } } }')
    const organizationId = viewer.organization.id as string
    await administrator.done(
      'organizationUpdate',
      { organizationId, approvalSubmission: 'MANUAL' },
      'organization { id }',
    )
    const { orderId } = await placed('it@customer.example')
    await open(sales, orderId)
    await status(page).getByText('Submitted').waitFor()
    await sales.look('order-resting')
    await page.getByRole('button', { name: 'Submit for Approval' }).click()
    await status(page).getByText('Waiting for approval').waitFor()
    await page.getByRole('button', { name: 'Withdraw' }).click()
    const dialog = page.getByRole('dialog', { name: 'Withdraw' })
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Wrong seat count')
    await dialog.getByRole('button', { name: 'Withdraw' }).click()
    await status(page).getByText('Changes requested').waitFor()
    const [stored] = await app.sql('SELECT status, status_reason FROM orders WHERE id = $1', [orderId])
    expect(stored).toEqual({ status: 'CHANGES_REQUESTED', status_reason: 'Wrong seat count' })
  })

  it('is counted on the dashboard, where subscriptions that end soon stand too', async () => {
    const { page } = desk
    await app.sql(`UPDATE cloud_subscription SET commitment_end_date = current_date + 20, auto_renew = false`)
    await page.goto(app.url)
    const overview = page.getByRole('region', { name: 'Overview' })
    const states = overview.getByRole('img', { name: /^Where the latest \d+ orders stand/ })
    await states.waitFor()
    expect(await states.getAttribute('aria-label')).toBe(
      'Where the latest 6 orders stand: Drafts: 1, Waiting: 1, Being delivered: 0, Delivered: 2, Failed: 0, Ended: 2',
    )
    expect(
      await overview.getByRole('img', { name: /^Orders begun per week/ }).getAttribute('aria-label'),
    ).toMatch(/: 6$/)
    const ending = page.getByRole('region', { name: 'Expiring subscriptions' })
    await ending.getByRole('link', { name: buyer.name }).first().waitFor()
    expect(await ending.getByText(/^ends on /).count()).toBe(2)
    await page
      .getByRole('region', { name: 'Failed deliveries' })
      .getByText('Every webhook was delivered.')
      .waitFor()
    await desk.look('dashboard')
  })

  it('has no serious barrier for anybody, in light and dark, at a desk and on a phone', () => {
    expect([...sales.barriers, ...desk.barriers]).toEqual([])
  })

  it('asked no other host, and the browser refused and missed nothing', () => {
    expect([sales, desk].flatMap(({ foreign, faults }) => [...foreign, ...faults])).toEqual([])
  })
})
