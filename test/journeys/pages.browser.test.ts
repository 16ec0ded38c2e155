import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApp, type TestApp } from '../support/app.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'

describe.skipIf(!hasBrowser())('the pages of the whole server in a browser', () => {
  let app: TestApp
  let browser: Awaited<ReturnType<typeof openBrowser>>
  beforeAll(async () => {
    app = await startApp()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })

  async function open(path: string): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.context.newPage()
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(`${app.url}${path}`)
    return { page, faults }
  }

  it('shows the platform operator every queue after sign-in', async () => {
    const { page, faults } = await open('/ops/queues')
    await page.fill('input[name=email]', 'operator@countersign.example')
    await page.fill('input[name=password]', 'countersign-demo')
    await page.click('button[type=submit]')
    await page.getByText('order-number').first().waitFor()

    expect(new URL(page.url()).pathname).toBe('/ops/queues')
    expect(faults).toEqual([])
    await page.close()
  })

  it('keeps a reseller out of the queues', async () => {
    const { page } = await open('/ops/queues')
    await page.context().clearCookies()
    await page.goto(`${app.url}/ops/queues`)
    await page.fill('input[name=email]', 'admin@meridian.example')
    await page.fill('input[name=password]', 'countersign-demo')
    const [answer] = await Promise.all([
      page.waitForResponse((response) => new URL(response.url()).pathname.startsWith('/ops/queues')),
      page.click('button[type=submit]'),
    ])

    expect(answer.status()).toBe(403)
    await page.close()
  })

  it('leads from the page for developers to GraphiQL', async () => {
    const { page, faults } = await open('/developers')
    await page
      .getByRole('link', { name: /GraphiQL/ })
      .first()
      .click()
    await page.locator('section[aria-label="Query Editor"] .CodeMirror').waitFor()

    expect(faults).toEqual([])
    await page.close()
  })
})
