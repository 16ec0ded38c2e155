import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortalBuilt } from '../../../src/api/serve-portal.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser, openBrowser } from '../../support/browser.ts'
import { Keyboard } from './keyboard.ts'

type Browser = Awaited<ReturnType<typeof openBrowser>>

const product = 'Microsoft 365 Business Premium'

async function sitDown(browser: Browser): Promise<Keyboard> {
  const page = await browser.context.newPage()
  page.setDefaultTimeout(60_000)
  return new Keyboard(page)
}

async function signIn(keys: Keyboard, url: string, email: string): Promise<void> {
  await keys.page.goto(url)
  await keys.page.getByRole('heading', { name: /Sign in/, level: 1 }).waitFor()
  await keys.fill('textbox', 'E-mail', email)
  await keys.press('Tab')
  await keys.type('countersign-demo')
  await keys.press('Enter')
  await keys.arrives(/Welcome/)
}

// A whole order by hand, on a machine that other tests share.
describe.skipIf(!hasBrowser())('the whole story by keyboard alone', { timeout: 300_000 }, () => {
  let app: TestApp
  let browsers: Browser[] = []
  let sales: Keyboard
  let admin: Keyboard
  let orderNumber = ''
  beforeAll(async () => {
    expect(isPortalBuilt(), 'Run the tests by `npm test`: it builds the portal.').toBe(true)
    app = await startApp()
    browsers = [await openBrowser(), await openBrowser()]
    sales = await sitDown(browsers[0]!)
    admin = await sitDown(browsers[1]!)
  })
  afterAll(async () => {
    for (const browser of browsers) await browser.close()
    await app?.close()
  })

  it('signs in, finds the customer among the organizations and chooses its account', async () => {
    await signIn(sales, app.url, 'sales@meridian.example')
    await sales.enter('link', 'Organizations')
    await sales.arrives('Organizations')
    await sales.fill('searchbox', 'Search organizations', 'Ahornfeld')
    await sales.page.getByRole('button', { name: /^Place an Order for Ahornfeld/ }).waitFor()
    await sales.enter('button', /^Place an Order for Ahornfeld/)
    await sales.page.getByRole('dialog', { name: /Place an Order for Ahornfeld/ }).waitFor()
    // Escape leaves, and comes back to where one was.
    await sales.press('Escape')
    await sales.lands('button', /^Place an Order for Ahornfeld/)
    await sales.press('Enter')
    const chooser = sales.page.getByRole('dialog', { name: /Place an Order for Ahornfeld/ })
    await chooser.getByRole('radio', { name: /EUR/ }).waitFor()
    await sales.choose('Which account is charged?', /EUR/)
    await sales.enter('button', 'Select Account')
    await sales.arrives(/Order for Ahornfeld.*Select Items/)
  })

  it('searches, orders, changes with the pencil, and reads both cards', async () => {
    await sales.enter('button', 'Search Products')
    await sales.lands('searchbox', 'Words or keywords')
    await sales.type('365 business prem')
    const search = sales.page.getByRole('dialog', { name: 'Search Products' })
    const found = search.getByRole('article', { name: product, exact: true })
    await found.getByRole('button', { name: /1 year, billed per 1 month/ }).waitFor()
    await sales.enter('button', new RegExp(`^Order ${product}: 1 year, billed per 1 month`))
    await found.getByText('1 selected').waitFor()
    await sales.settled()
    await sales.lands('button', new RegExp(`^Order ${product}: 1 year, billed per 1 month`))
    await sales.enter('button', 'Done')
    await sales.lands('button', 'Search Products')

    await sales.enter('button', `Change ${product}`)
    await sales.lands('spinbutton', 'Quantity')
    await sales.press('Control+A')
    await sales.type('25')
    await sales.press('Enter')
    const lines = sales.page.getByRole('table', { name: 'Selected items' })
    await lines.getByRole('cell', { name: '25', exact: true }).waitFor()
    await sales.lands('button', `Change ${product}`)

    for (const card of ['Product information', 'Invoice information']) {
      await sales.enter('button', `${card}: ${product}`)
      await sales.page.getByRole('dialog', { name: `${card}: ${product}` }).waitFor()
      await sales.press('Escape')
      await sales.lands('button', `${card}: ${product}`)
    }
    await sales.enter('button', 'Continue')
    await sales.arrives(/Contact Details/)
  })

  it('fills contacts and provisioning, and goes back and forth', async () => {
    await sales.fill('textbox', 'Purchase order number', 'PO-4711')
    await sales.enter('button', 'Back')
    await sales.arrives(/Select Items/)
    await sales.enter('button', 'Continue')
    await sales.arrives(/Contact Details/)
    await sales.tabTo('button', 'Continue')
    await sales.tabTo('textbox', 'Purchase order number', 'Shift+Tab')
    await sales.tabTo('button', 'Continue')
    await sales.press('Enter')
    await sales.arrives(/Provisioning Information/)

    await sales.tabTo('radio', /tenant/)
    for (let tries = 0; tries < 5 && !(await sales.focused()).includes('Create a new tenant'); tries++)
      await sales.press('ArrowDown')
    await sales.press('Space')
    await sales.fill('textbox', 'Tenant domain', 'ahornfeld')
    await sales.fill('textbox', 'Administrator e-mail', 'it@ahornfeld.example')
    await sales.enter('button', 'Continue')
    await sales.arrives(/Summary/)
  })

  it('proceeds for approval, agrees, submits, and reads the order number', async () => {
    await sales.page.getByRole('region', { name: 'Who will approve' }).waitFor()
    await sales.enter('button', 'Proceed for Approval')
    await sales.page.getByRole('dialog', { name: 'Terms and Conditions' }).waitFor()
    await sales.enter('button', 'I Agree')
    await sales.lands('button', 'Submit')
    await sales.press('Enter')
    const number = sales.page.getByRole('region', { name: 'Order number' })
    await number.getByText('Waiting for approval').waitFor()
    await sales.arrives(/Order for Ahornfeld/)
    orderNumber = (await number.getByRole('definition').innerText()).trim()

    const [stored] = await app.sql<{ status: string; quantity: string; po: string }>(
      `SELECT o.status, trim_scale(l.quantity)::text AS quantity, o.purchase_order_number AS po
       FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.order_number = $1`,
      [orderNumber],
    )
    expect(stored).toEqual({ status: 'PENDING_APPROVAL', quantity: '25', po: 'PO-4711' })
  })

  it('lets the administrator find the request and approve it', async () => {
    await signIn(admin, app.url, 'admin@meridian.example')
    await admin.enter('link', /^Approvals/)
    await admin.arrives('Approvals')
    await admin.page.getByRole('link', { name: orderNumber }).waitFor()
    await admin.enter('link', orderNumber)
    await admin.arrives(new RegExp(orderNumber))
    await admin.fill('textbox', 'Comment', 'Budgeted')
    await admin.enter('button', 'Approve')
    await admin.page.getByRole('button', { name: 'Approve', exact: true }).waitFor({ state: 'hidden' })
    await admin.settled()

    await sales.page.getByRole('region', { name: 'Order number' }).getByText('Delivered').waitFor()
    const [stored] = await app.sql<{ status: string }>('SELECT status FROM orders WHERE order_number = $1', [
      orderNumber,
    ])
    expect(stored).toEqual({ status: 'FULFILLED' })
  })
})
