import type { Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortalBuilt } from '../../../src/api/serve-portal.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser } from '../../support/browser.ts'
import { enter } from './enter.ts'
import { takeSeat, type Seat } from './seat.ts'

// Every state is looked at four times, on a machine that other tests share.
describe.skipIf(!hasBrowser())(
  "an endpoint's filter, headers and end in the portal",
  { timeout: 300_000 },
  () => {
    let app: TestApp
    let seat: Seat
    beforeAll(async () => {
      expect(isPortalBuilt(), 'Run the tests by `npm test`: it builds the portal.').toBe(true)
      app = await startApp()
      seat = await takeSeat(app, { eachWay: true })
      await enter(app, seat, {
        email: 'admin@meridian.example',
        at: '/integrations/webhooks',
        heading: 'Webhooks',
      })
    })
    afterAll(async () => {
      await seat?.browser.close()
      await app?.close()
    })

    const stored = () =>
      app.sql(
        'SELECT filter, header_names, expires_at > now() AS ends FROM webhook_endpoint WHERE deleted_at IS NULL',
      )
    const country = { path: 'data.organization.country', operator: 'ANY_OF', values: ['DE'] }

    const change = async () => {
      await seat.page.getByRole('button', { name: 'Change', exact: true }).click()
      const form = seat.page.getByRole('dialog', { name: 'Change the endpoint' })
      await form.getByRole('button', { name: /^More/ }).click()
      return form
    }

    it('says what is wrong with a line where it stands, and adds nothing', async () => {
      const { page } = seat
      await page.getByRole('button', { name: 'Add an endpoint' }).click()
      const form = page.getByRole('dialog', { name: 'Add an endpoint' })
      await form.getByRole('textbox', { name: 'Address' }).fill('https://hooks.example.com/orders')
      await form.getByRole('combobox', { name: 'Events' }).fill('organization.*')
      await page.keyboard.press('Enter')
      // The list of suggestions closes.
      await page.keyboard.press('Tab')
      await form.getByRole('button', { name: /^More/ }).click()
      await form.getByRole('button', { name: 'Add a line' }).press('Enter')
      const line = form.getByRole('group', { name: 'Line 1' })
      const place = line.getByLabel('Place in the message').first()
      await place.waitFor()
      expect(await place.and(page.locator(':focus')).count()).toBe(1)
      await form.getByRole('button', { name: 'Add', exact: true }).click()
      await line.getByText('Name a place in the message', { exact: false }).waitFor()
      await line.getByText('Give 1 to 100 texts', { exact: false }).waitFor()
      const told = await form.getByRole('alert').boundingBox()
      const title = await form.getByRole('heading', { name: 'Add an endpoint' }).boundingBox()
      // The dialog scrolls, and what is wrong must not stand above what is seen.
      expect(told!.y).toBeGreaterThan(title!.y + title!.height)
      await place.scrollIntoViewIfNeeded()
      await seat.look('endpoint-filter-refused')

      expect(await stored()).toEqual([])
    })

    it('suggests the places that events have, and adds what was entered', async () => {
      const { page } = seat
      const form = page.getByRole('dialog', { name: 'Add an endpoint' })
      const line = form.getByRole('group', { name: 'Line 1' })
      await line.getByLabel('Place in the message').first().fill('organization.country')
      await page.getByRole('option', { name: country.path, exact: true }).click()
      await line.getByRole('combobox', { name: 'Values' }).fill('DE')
      await page.keyboard.press('Enter')
      const headers = 'X-Environment: staging:2\n\nX-Team: orders'
      await form.getByRole('textbox', { name: 'Headers of yours' }).fill(headers)
      await form.getByLabel('Ends by itself').fill('2099-01-01T00:00')
      await form.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('button', { name: 'I have stored it' }).click()
      await page.getByText(`${country.path} is any of DE`).waitFor()
      await page.getByText('x-environment, x-team').waitFor()
      await seat.look('endpoint-filtered')

      const names = ['x-environment', 'x-team']
      expect(await stored()).toEqual([{ filter: { all: [country] }, header_names: names, ends: true }])
    })

    it('adds a line, of which one is enough, and leaves headers as they are', async () => {
      const { page } = seat
      const form = await change()
      await form.getByRole('button', { name: 'Add a line' }).click()
      const line = form.getByRole('group', { name: 'Line 2' })
      await line.getByLabel('Place in the message').first().fill('data.organization.name')
      await line.getByRole('combobox', { name: 'Comparison' }).selectOption('is there')
      await form.getByRole('combobox', { name: 'Sent when' }).selectOption('At least one of these holds')
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByText('data.organization.name is there').waitFor()

      const named = { path: 'data.organization.name', operator: 'EXISTS', values: [] }
      const names = ['x-environment', 'x-team']
      expect(await stored()).toEqual([{ filter: { any: [country, named] }, header_names: names, ends: true }])
    })

    it('takes lines, headers and the end away', async () => {
      const { page } = seat
      const form = await change()
      await form.getByRole('button', { name: 'Remove line 2' }).click()
      await form.getByRole('button', { name: 'Remove line 1' }).click()
      await form.getByText('Every message of these events is sent.').waitFor()
      await form.getByRole('combobox', { name: 'Headers of yours' }).selectOption('replace them all')
      await form.getByLabel('Ends by itself').fill('')
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByText(`${country.path} is any of DE`).waitFor({ state: 'hidden' })

      expect(await stored()).toEqual([{ filter: null, header_names: [], ends: null }])
    })

    it('leaves a filter that is too deep for the form, and an end that is past, as they are', async () => {
      const { page } = seat
      const admin = await app.signedIn('admin@meridian.example')
      const { webhookEndpoints } = await admin.ask('{ webhookEndpoints { id } }')
      const deep = { not: { any: [country] } }
      const input = { endpointId: webhookEndpoints[0].id, filter: deep }
      await admin.done('webhookEndpointUpdate', input, 'webhookEndpoint { id }')
      await app.sql(`UPDATE webhook_endpoint SET expires_at = '2020-01-01'`)
      await page.reload()
      await page.getByText('Its filter has groups within groups', { exact: false }).waitFor()
      const form = await change()
      await form.getByRole('textbox', { name: 'What it is used for' }).fill('CRM')
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'CRM', exact: true, level: 1 }).waitFor()

      expect(await stored()).toEqual([{ filter: deep, header_names: [], ends: false }])
    })

    it('deletes it after asking, and the list that was read before does not show it again', async () => {
      const { page } = seat
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Webhooks' }).click()
      await page.getByRole('row', { name: /CRM/ }).getByRole('link').click()
      await page.getByRole('button', { name: 'Delete', exact: true }).click()
      const dialog = page.getByRole('dialog', { name: 'Delete this endpoint?' })
      await seat.look('delete')
      const held: Route[] = []
      const isList = (route: Route) => route.request().postData()?.includes('query EndpointList')
      await page.route('**/graphql', (route) => (isList(route) ? void held.push(route) : route.fallback()))
      await dialog.getByRole('button', { name: 'Delete', exact: true }).click()
      await page.getByRole('heading', { name: 'Webhooks', level: 1 }).waitFor()
      await expect.poll(() => held.length).toBeGreaterThan(0)
      expect(await page.getByRole('row').count()).toBe(0)
      // What was held goes on.
      await page.unroute('**/graphql')
      await page.getByText('No endpoint yet.', { exact: false }).waitFor()

      expect(await stored()).toEqual([])
      expect(seat.barriers).toEqual([])
      expect(seat.faults).toEqual([])
      expect(seat.foreign).toEqual([])
    })
  },
)
