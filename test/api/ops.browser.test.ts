import type { Page } from 'playwright-core'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Queue } from '../../src/platform/queues.ts'
import { findBarriers } from '../integrations/portal/find-barriers.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { giveUpJob } from '../support/desk.ts'

type Browser = Awaited<ReturnType<typeof openBrowser>>

/** Set it to keep pictures of the desk, at two widths, light and dark. */
const pictures = process.env['PORTAL_PICTURES']

async function signIn(page: Page, email: string): Promise<void> {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('countersign-demo')
  await page.getByRole('button', { name: 'Sign in' }).click()
}

describe.skipIf(!hasBrowser()).each(backends())(
  'the operators’ pages in a browser, queues on %s',
  (backend) => {
    let app: TestApp
    let browser: Browser
    let page: Page
    let faults: string[]
    let foreign: string[]
    let queue: Queue
    let starts = 0

    beforeAll(async () => {
      app = await startApp({ backend })
      browser = await openBrowser()
      page = await browser.context.newPage()
      faults = []
      foreign = []
      page.on('pageerror', (error) => faults.push(error.message))
      page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url())
        if (origin !== app.url && protocol !== 'data:') foreign.push(request.url())
      })
      // A kind of job that fails when it is started first, and works when it is retried.
      const { queues } = app.resources
      queue = queues.queue('first-fails')
      queues.worker(
        queue.name,
        () =>
          (starts += 1) === 1 ? Promise.reject(new Error('The cloud is away.')) : Promise.resolve('done'),
        { concurrency: 1 },
      )
      await queue.add('provision', { sellerId: 'org_r' }, { attempts: 1, jobId: 'the-one' })
      for (let tries = 0; tries < 200 && (await queue.getJobState('the-one')) !== 'failed'; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50))
    })
    afterAll(async () => {
      await browser?.close()
      await app?.close()
    })

    it('lead from sign-in to the desk, and from the desk to every queue', async () => {
      await page.goto(`${app.url}/ops`)
      await signIn(page, 'operator@countersign.example')
      await page.getByRole('heading', { name: 'Operations', level: 1 }).waitFor()
      await page.getByRole('navigation', { name: 'Operations' }).getByRole('link', { name: 'Queues' }).click()
      await page.getByText('order-number').first().waitFor()
      await page.getByText('first-fails').first().waitFor()

      expect(new URL(page.url()).pathname).toBe('/ops/queues')
      expect(faults).toEqual([])
    })

    it('show a failed job with its reason, and retry it', async () => {
      expect(await queue.getJobState('the-one')).toBe('failed')
      await page.goto(`${app.url}/ops/queues/queue/first-fails?status=failed`)
      await page.getByText('The cloud is away.').first().waitFor()
      // The board's buttons are icons without a name: the last of these is the job's own.
      await page.locator('button:has(svg.lucide-refresh-cw)').last().click()
      await page.getByRole('button', { name: 'Confirm' }).click()
      for (let tries = 0; tries < 200 && (await queue.getJobState('the-one')) !== 'completed'; tries++)
        await page.waitForTimeout(50)

      expect(await queue.getJobState('the-one')).toBe('completed')
      expect(starts).toBe(2)
      expect(faults).toEqual([])
    })

    it('retry a dead letter from the desk, by keyboard alone', async () => {
      const [seller] = await app.sql<{ id: string }>(
        `SELECT id FROM organization WHERE kind = 'RESELLER' LIMIT 1`,
      )
      await giveUpJob(app, 'job_desk', { sellerId: seller?.id, subjectId: 'ord_unknown' })
      await page.goto(`${app.url}/ops`)
      await page.getByRole('button', { name: 'Retry terms-record job_desk' }).focus()
      await page.keyboard.press('Enter')
      await page.getByRole('status').getByText('job_desk').waitFor()

      const [row] = await app.sql<{ retries: number }>(`SELECT retries FROM job_run WHERE id = 'job_desk'`)
      expect(row?.retries).toBe(1)
      expect(foreign.filter((url) => !url.includes('fonts.g'))).toEqual([])
    })

    it.each([
      [1280, 'light'],
      [1280, 'dark'],
      [390, 'light'],
      [390, 'dark'],
    ] as const)(
      'are read by everybody at %d px, %s, and nothing is wider than the screen',
      async (width, colorScheme) => {
        const [seller] = await app.sql<{ id: string }>(
          `SELECT id FROM organization WHERE kind = 'RESELLER' LIMIT 1`,
        )
        const id = `job_look_${width}_${colorScheme}`
        await giveUpJob(app, id, { sellerId: seller?.id, subjectId: 'ord_unknown' })
        await page.setViewportSize({ width, height: 860 })
        await page.emulateMedia({ colorScheme })
        await page.goto(`${app.url}/ops`)
        await page.getByText(id).waitFor()
        if (pictures) {
          mkdirSync(path.join(pictures, 'ops'), { recursive: true })
          const file = path.join(pictures, 'ops', `desk-${backend}-${width}-${colorScheme}.png`)
          await page.screenshot({ path: file, fullPage: true })
        }

        expect(await findBarriers(page)).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      },
    )

    it('are denied to a user of a reseller, who is told why', async () => {
      await page.context().clearCookies()
      await page.goto(`${app.url}/ops/queues`)
      await signIn(page, 'admin@meridian.example')
      await page.getByRole('heading', { name: 'Not for this log-in' }).waitFor()

      expect(await page.getByText('order-number').count()).toBe(0)
      const ask = async (address: string) =>
        (await page.context().request.get(`${app.url}${address}`)).status()
      expect([await ask('/ops'), await ask('/ops/queues/api/queues')]).toEqual([403, 403])
    })
  },
)
