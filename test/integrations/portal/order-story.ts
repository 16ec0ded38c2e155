import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** What the story needs at each of its steps: a look at the page, kept where somebody asked for pictures. */
export type Look = (name: string) => Promise<void>

const product = 'Microsoft 365 Business Premium'

/** Entities > Organizations > Place an Order > Select Account. */
export async function beginOrder(page: Page, look: Look): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Organizations' }).click()
  await page.getByRole('heading', { name: 'Organizations', level: 1 }).waitFor()
  await page.getByRole('searchbox', { name: 'Search organizations' }).fill('Ahornfeld')
  await page.getByRole('button', { name: 'Place an Order for Ahornfeld' }).waitFor()
  await look('organizations')
  await page.getByRole('button', { name: 'Place an Order for Ahornfeld' }).click()
  const chooser = page.getByRole('dialog', { name: /Place an Order for Ahornfeld/ })
  await chooser.getByRole('radio', { name: /EUR/ }).check()
  await look('account')
  await chooser.getByRole('button', { name: 'Select Account' }).click()
  await page.getByRole('heading', { name: /Order for Ahornfeld/, level: 1 }).waitFor()
}

/** Stage 1: search, Order, pencil, info card, invoice card. */
export async function selectItems(page: Page, look: Look): Promise<void> {
  await page.getByRole('button', { name: 'Search Products' }).click()
  const search = page.getByRole('dialog', { name: 'Search Products' })
  await search.getByRole('searchbox', { name: 'Words or keywords' }).fill('365 business prem')
  const found = search.getByRole('article', { name: product, exact: true })
  await found.getByRole('button', { name: /1 year, billed per 1 month/ }).waitFor()
  await look('search')
  await found.getByRole('button', { name: /1 year, billed per 1 month/ }).click()
  await found
    .getByRole('button', { name: /1 year, billed per 1 month/ })
    .getByText('1 selected')
    .waitFor()
  await search.getByRole('button', { name: 'Done' }).click()

  await page.getByRole('button', { name: `Change ${product}` }).click()
  const change = page.getByRole('dialog', { name: `Change ${product}` })
  await change.getByRole('spinbutton', { name: 'Quantity' }).fill('25')
  await look('pencil')
  await change.getByRole('button', { name: 'Save' }).click()
  await page
    .getByRole('table', { name: 'Selected items' })
    .getByRole('cell', { name: '25', exact: true })
    .waitFor()

  await page.getByRole('button', { name: `Product information: ${product}` }).hover()
  await page
    .getByRole('dialog', { name: `Product information: ${product}` })
    .getByText('SKU')
    .waitFor()
  await look('info')
  await page.mouse.move(0, 0)
  // By keyboard as well.
  await page.getByRole('button', { name: `Invoice information: ${product}` }).press('Enter')
  const invoice = page.getByRole('dialog', { name: `Invoice information: ${product}` })
  await invoice.getByText('First invoice').waitFor()
  await look('invoice')
  await page.keyboard.press('Escape')
  await invoice.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Stages 2 and 3: the people of the customer are there; what the products ask is answered. */
export async function fillContactsAndProvisioning(page: Page, look: Look): Promise<void> {
  const saved = page.waitForResponse((one) => one.request().postData()?.includes('PO-4711') ?? false)
  await page.getByRole('textbox', { name: 'Purchase order number' }).fill('PO-4711')
  await saved
  await look('contacts')
  // Leaves, and comes back to what was saved.
  await page.reload()
  const reference = page.getByRole('textbox', { name: 'Purchase order number' })
  await reference.waitFor()
  expect(await reference.inputValue()).toBe('PO-4711')
  await page.getByRole('button', { name: 'Continue' }).click()

  await page.getByRole('radio', { name: 'Create a new tenant' }).check()
  await page.getByRole('textbox', { name: 'Tenant domain' }).fill('ahornfeld')
  await page.getByRole('textbox', { name: 'Administrator e-mail' }).fill('it@ahornfeld.example')
  await look('provisioning')
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Stage 4: Proceed for Approval, I Agree, Submit; answers with the order number. */
export async function submitOrder(page: Page, look: Look): Promise<string> {
  await page.getByRole('region', { name: 'Item summary' }).waitFor()
  for (const name of [
    'Accounts and contact',
    'Provisioning information',
    'General Information',
    'Order Invoice Information',
    'Who will approve',
  ])
    await page.getByRole('region', { name }).waitFor()
  await look('summary')
  await page.getByRole('button', { name: 'Proceed for Approval' }).click()
  const terms = page.getByRole('dialog', { name: 'Terms and Conditions' })
  await terms.getByRole('button', { name: 'I Agree' }).waitFor()
  await look('terms')
  await terms.getByRole('button', { name: 'I Agree' }).click()
  await page.getByRole('button', { name: 'Submit' }).click()
  const number = page.getByRole('region', { name: 'Order number' })
  await number.getByText('Waiting for approval').waitFor()
  await look('order-number')
  return (await number.getByRole('definition').innerText()).trim()
}
