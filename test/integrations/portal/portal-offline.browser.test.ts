import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isPortalBuilt } from '../../../src/api/serve-portal.ts'
import { startApp, type TestApp } from '../../support/app.ts'
import { hasBrowser } from '../../support/browser.ts'
import { enter } from './enter.ts'
import { beginOrder, selectItems } from './order-story.ts'
import { takeSeat, type Seat } from './seat.ts'

describe.skipIf(!hasBrowser())(
  'an order in the portal while there is no connection',
  { timeout: 300_000 },
  () => {
    let app: TestApp
    let seat: Seat
    beforeAll(async () => {
      expect(isPortalBuilt(), 'Run the tests by `npm test`: it builds the portal.').toBe(true)
      app = await startApp()
      seat = await takeSeat(app, { eachWay: true })
      await enter(app, seat, { email: 'sales@meridian.example', heading: /Welcome/ })
      const blind = () => Promise.resolve()
      await beginOrder(seat.page, blind)
      await selectItems(seat.page, blind)
    })
    afterAll(async () => {
      await seat?.browser.close()
      await app?.close()
    })

    const stored = async () =>
      (await app.sql<{ number: string | null }>('SELECT purchase_order_number AS number FROM orders')).map(
        ({ number }) => number,
      )

    it('says so, keeps what was entered, and does not leave the stage with it', async () => {
      const { page } = seat
      const reference = page.getByRole('textbox', { name: 'Purchase order number' })
      await reference.waitFor()
      await seat.browser.context.setOffline(true)
      await page.getByText('You are offline', { exact: true }).waitFor()
      await reference.fill('PO-OFF-1')
      await page.getByText('Not saved.', { exact: true }).waitFor()
      await page.getByRole('button', { name: 'Back' }).click()
      await page.getByText('Not saved.', { exact: true }).waitFor()
      await seat.look('offline')

      expect(await reference.inputValue()).toBe('PO-OFF-1')
      expect(await stored()).not.toContain('PO-OFF-1')
    })

    it('saves it by itself once the connection is back', async () => {
      const { page } = seat
      const saved = page.waitForResponse((one) => one.request().postData()?.includes('PO-OFF-1') ?? false)
      await seat.browser.context.setOffline(false)
      await saved
      await page.getByText('You are offline', { exact: true }).waitFor({ state: 'hidden' })

      await expect.poll(stored).toContain('PO-OFF-1')
      expect(seat.barriers).toEqual([])
      expect(seat.foreign).toEqual([])
    })
  },
)
