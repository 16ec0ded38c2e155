import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortalBuilt } from '../../../src/api/serve-portal.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser, openBrowser } from '../../support/browser.ts'
import { findBarriers } from './find-barriers.ts'
import { beginOrder, fillContactsAndProvisioning, selectItems, submitOrder } from './order-story.ts'

type Browser = Awaited<ReturnType<typeof openBrowser>>

/** Set it to keep a picture of every page, at two widths, light and dark. */
const pictures = process.env['PORTAL_PICTURES']
const firstPageLimit = 250_000

/** A person at a browser of her own, and what must not happen there. */
interface Seat {
  page: Page
  browser: Browser
  faults: string[]
  foreign: string[]
  barriers: string[]
  /** Compressed bytes of scripts so far. */
  scripts: () => number
  look: (name: string) => Promise<void>
}

async function takeSeat(app: TestApp): Promise<Seat> {
  const browser = await openBrowser()
  const page = await browser.context.newPage()
  page.setDefaultTimeout(60_000)
  const faults: string[] = []
  const foreign: string[] = []
  const barriers: string[] = []
  let bytes = 0
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== app.url && protocol !== 'data:') foreign.push(request.url())
  })
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return
    // Read first: several end at once, and none may be forgotten.
    const { responseBodySize } = await response.request().sizes()
    bytes += responseBodySize
  })
  const look = async (name: string) => {
    for (const barrier of await findBarriers(page)) barriers.push(`${name}: ${barrier}`)
    if (pictures) await takePictures(page, path.join(pictures, name))
  }
  return { page, browser, faults, foreign, barriers, scripts: () => bytes, look }
}

async function takePictures(page: Page, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 860 })
      // Menus slide.
      await page.waitForTimeout(300)
      await page.screenshot({ path: `${file}-${width}-${colorScheme}.png`, fullPage: true })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 860 })
}

// A whole order by hand, on a machine that other tests share.
describe.skipIf(!hasBrowser())('the whole story in the portal', { timeout: 300_000 }, () => {
  let app: TestApp
  let sales: Seat
  let admin: Seat
  let orderNumber = ''
  beforeAll(async () => {
    expect(isPortalBuilt(), 'Run the tests by `npm test`: it builds the portal.').toBe(true)
    app = await startApp()
    sales = await takeSeat(app)
    admin = await takeSeat(app)
  })
  afterAll(async () => {
    await sales?.browser.close()
    await admin?.browser.close()
    await app?.close()
  })

  it('lets a sales agent in by a demo log-in, at the price of one small first page', async () => {
    await sales.page.goto(app.url)
    await sales.page.getByRole('button', { name: 'Sales, Meridian Cloud' }).waitFor()
    await sales.look('sign-in')
    await sales.page.getByRole('button', { name: 'Sales, Meridian Cloud' }).click()
    await sales.page.getByRole('heading', { name: /Welcome/, level: 1 }).waitFor()
    await sales.page.getByRole('region', { name: 'Recent orders' }).waitFor()
    await sales.look('dashboard')

    expect(new URL(sales.page.url()).pathname).toBe('/')
    expect(sales.scripts()).toBeGreaterThan(0)
    expect(sales.scripts()).toBeLessThan(firstPageLimit)
  })

  it('refuses a wrong password with the sentence of the API', async () => {
    await admin.page.goto(`${app.url}/approvals`)
    await admin.page.getByRole('textbox', { name: 'E-mail' }).fill('admin@meridian.example')
    await admin.page.getByLabel('Password', { exact: false }).first().fill('wrong')
    await admin.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await admin.page.getByRole('alert').waitFor()
    await admin.page.getByLabel('Password', { exact: false }).first().fill('countersign-demo')
    await admin.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await admin.page.getByRole('heading', { name: 'Approvals', level: 1 }).waitFor()
    await admin.page.getByText('Nothing waits for your decision.').waitFor()
  })

  it('goes from Entities > Organizations through the four stages to an order number', async () => {
    await beginOrder(sales.page, sales.look)
    await selectItems(sales.page, sales.look)
    await fillContactsAndProvisioning(sales.page, sales.look)
    orderNumber = await submitOrder(sales.page, sales.look)

    expect(orderNumber).toMatch(/\d{4,}/)
    const [stored] = await app.sql<{ status: string; quantity: string }>(
      `SELECT o.status, trim_scale(l.quantity)::text AS quantity FROM orders o JOIN order_line l ON l.order_id = o.id
       WHERE o.order_number = $1`,
      [orderNumber],
    )
    expect(stored).toEqual({ status: 'PENDING_APPROVAL', quantity: '25' })
  })

  it('reaches the administrator without reloading, who approves; the agent sees it without reloading', async () => {
    await admin.page.getByRole('link', { name: orderNumber }).waitFor()
    await admin.look('approvals')
    await admin.page.getByRole('link', { name: orderNumber }).click()
    await admin.page.getByRole('textbox', { name: 'Comment' }).fill('Budgeted')
    await admin.look('decision')
    await admin.page.getByRole('button', { name: 'Approve', exact: true }).click()
    const status = sales.page.getByRole('region', { name: 'Order number' }).getByRole('status')
    await status.getByText('Delivered').waitFor({ timeout: 30_000 })
    await sales.page.getByText('Budgeted').waitFor()
    await sales.look('delivered')

    await sales.page.getByRole('navigation').getByRole('link', { name: 'Orders' }).click()
    await sales.page.getByRole('link', { name: orderNumber }).waitFor()
    await sales.look('orders')
  })

  it('has no serious barrier for anybody on any of its pages', () => {
    expect([...sales.barriers, ...admin.barriers]).toEqual([])
  })

  it('asked no other host, and the browser refused and missed nothing', () => {
    expect([...sales.foreign, ...admin.foreign]).toEqual([])
    expect([...sales.faults, ...admin.faults]).toEqual([])
  })
})
