import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser } from '../../support/browser.ts'
import { completeDraft, customer, offerOf, submit } from '../../support/ordering.ts'
import { enter } from './enter.ts'
import { takeSeat, type Seat } from './seat.ts'

// The people of an organization, on a machine that other tests share.
describe.skipIf(!hasBrowser())('an organization in the portal', { timeout: 300_000 }, () => {
  let app: TestApp
  let admin: Seat
  let guest: Seat
  let orderNumber = ''
  let invitation = ''
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    admin = await takeSeat(app, { eachWay: true })
    guest = await takeSeat(app, { eachWay: true })
    const client = await app.signedIn('admin@meridian.example')
    const buyer = await customer(client, 'Spreebogen')
    const draft = await completeDraft(client, {
      customer: buyer,
      offer: await offerOf(client, '365 business prem'),
    })
    orderNumber = (await submit(client, draft)).orderNumber
  })
  afterAll(async () => {
    await admin?.browser.close()
    await guest?.browser.close()
    await app?.close()
  })

  const statusOf = async (email: string) =>
    (await app.sql<{ status: string }>('SELECT status FROM app_user WHERE email = $1', [email]))[0]?.status
  const users = () => admin.page.getByRole('table', { name: 'Users' })
  const row = (name: string) => users().getByRole('row', { name: new RegExp(name) })

  it('lists its users, what they may do and whether they can, beside its accounts, contacts and orders', async () => {
    const { page } = admin
    await enter(app, admin, {
      email: 'admin@meridian.example',
      at: '/organizations',
      heading: 'Organizations',
    })
    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Reseller')
    await page.getByRole('searchbox', { name: 'Search organizations' }).fill('Meridian')
    await page.getByRole('link', { name: 'Meridian Cloud' }).click()
    await page.getByRole('heading', { name: 'Meridian Cloud', level: 1 }).waitFor()
    await row('Jonas Weidlich').getByText('Sales agent').waitFor()
    await row('Jonas Weidlich').getByText('Active', { exact: true }).waitFor()
    for (const name of ['Accounts', 'Contacts', 'Subscriptions', 'Recent orders'])
      await page.getByRole('region', { name }).waitFor()
    await admin.look('organization')
  })

  it('gets a user, whose mistakes are shown at their places, and whose link is shown once', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Add a user' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a user of Meridian Cloud' })
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Ada')
    await dialog.getByRole('textbox', { name: 'Last name' }).fill('Lovelace')
    await dialog.getByRole('textbox', { name: 'E-mail' }).fill('nobody')
    await dialog.getByRole('checkbox', { name: 'Approver' }).check()
    await dialog.getByRole('button', { name: 'Invite' }).click()
    await dialog.getByRole('alert').waitFor()
    await admin.look('user-refused')
    expect(await statusOf('ada@meridian.example')).toBeUndefined()

    await dialog.getByRole('textbox', { name: 'E-mail' }).fill('Ada@Meridian.example')
    await dialog.getByRole('button', { name: 'Invite' }).click()
    const link = await dialog.getByText(/\/accept\?token=csl_/).innerText()
    await admin.look('user-invited')
    await dialog.getByRole('button', { name: 'Done' }).click()
    await row('Ada Lovelace').getByText('Invited', { exact: true }).waitFor()
    expect(await statusOf('ada@meridian.example')).toBe('INVITED')
    invitation = `${new URL(link).pathname}${new URL(link).search}`
  })

  it('lets the invited person choose a password, once', async () => {
    const { page } = guest
    await page.goto(`${app.url}${invitation}`)
    await page.getByRole('heading', { name: 'Choose your password', level: 1 }).waitFor()
    const password = page.getByLabel('New password', { exact: false }).first()
    await password.fill('too short')
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()
    await page.getByRole('alert').waitFor()
    await guest.look('accept')
    expect(await statusOf('ada@meridian.example')).toBe('INVITED')
    await password.fill('analytical engine 1843')
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()
    await page.getByRole('heading', { name: 'Welcome, Ada Lovelace', level: 1 }).waitFor()
    expect(await statusOf('ada@meridian.example')).toBe('ACTIVE')

    await page.goto(`${app.url}${invitation}`)
    await page.getByLabel('New password', { exact: false }).first().fill('analytical engine 1843')
    await page.getByRole('button', { name: 'Set the password and sign in' }).click()
    await page.getByRole('alert').getByText('This link was used or has expired.').waitFor()
  })

  it('shuts a user out after asking, and lets one in again', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Deactivate Jonas Weidlich' }).click()
    const dialog = page.getByRole('dialog', { name: 'Deactivate Jonas Weidlich' })
    await admin.look('user-deactivate')
    await dialog.getByRole('button', { name: 'Deactivate', exact: true }).click()
    await row('Jonas Weidlich').getByText('Deactivated', { exact: true }).waitFor()
    expect(await statusOf('sales@meridian.example')).toBe('DEACTIVATED')
    await page.getByRole('button', { name: 'Activate Jonas Weidlich' }).click()
    await row('Jonas Weidlich').getByText('Active', { exact: true }).waitFor()
    expect(await statusOf('sales@meridian.example')).toBe('ACTIVE')
  })

  it('says whom the last approver would leave alone; that one goes only when somebody says so again', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Deactivate Deniz Yaldiz' }).click()
    const dialog = page.getByRole('dialog', { name: 'Deactivate Deniz Yaldiz' })
    await dialog.getByRole('button', { name: 'Deactivate', exact: true }).click()
    await dialog
      .getByRole('alert')
      .getByText(new RegExp(`Nobody else could decide ${orderNumber}`))
      .waitFor()
    await admin.look('last-approver')
    expect(await statusOf('admin2@meridian.example')).toBe('ACTIVE')
    await dialog.getByRole('button', { name: 'Do it all the same' }).click()
    await row('Deniz Yaldiz').getByText('Deactivated', { exact: true }).waitFor()
    expect(await statusOf('admin2@meridian.example')).toBe('DEACTIVATED')
  })

  it('changes what a user may do, and is told why the last administrator stays one', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Roles of Katrin Sommerfeld' }).click()
    const own = page.getByRole('dialog', { name: 'Roles of Katrin Sommerfeld' })
    await own.getByRole('checkbox', { name: 'Administrator' }).uncheck()
    await own.getByRole('checkbox', { name: 'Finance' }).check()
    await own.getByRole('button', { name: 'Save' }).click()
    await own
      .getByRole('alert')
      .getByText(/last active administrator/)
      .waitFor()
    await own.getByRole('button', { name: 'Leave it as it is' }).click()
    await page.getByRole('button', { name: 'Roles of Jonas Weidlich' }).click()
    const other = page.getByRole('dialog', { name: 'Roles of Jonas Weidlich' })
    await other.getByRole('checkbox', { name: 'Finance' }).check()
    await admin.look('user-roles')
    await other.getByRole('button', { name: 'Save' }).click()
    await row('Jonas Weidlich').getByText('Sales agent, Finance').waitFor()
    const stored = await app.sql<{ roles: string[] }>(
      `SELECT roles FROM app_user WHERE email IN ('admin@meridian.example', 'sales@meridian.example') ORDER BY email`,
    )
    expect(stored.map(({ roles }) => roles)).toEqual([['RESELLER_ADMIN'], ['SALES_AGENT', 'FINANCE']])
  })

  it('has no serious barrier, in light and dark, at a desk and on a phone', () => {
    expect([...admin.barriers, ...guest.barriers]).toEqual([])
  })

  it('asked no other host, and the browser refused and missed nothing', () => {
    expect([admin, guest].flatMap(({ foreign, faults }) => [...foreign, ...faults])).toEqual([])
  })
})
