import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { TestApp } from '../../support/app.ts'
import { openBrowser } from '../../support/browser.ts'
import { findBarriers } from './find-barriers.ts'

/** Set it to keep a picture of every page, at two widths, light and dark. */
const pictures = process.env['PORTAL_PICTURES']

/** A person at a browser of her own, and what must not happen there. */
export interface Seat {
  page: Page
  browser: Awaited<ReturnType<typeof openBrowser>>
  faults: string[]
  foreign: string[]
  barriers: string[]
  /** Compressed bytes of scripts so far. */
  scripts: () => number
  look: (name: string) => Promise<void>
}

const desk = { width: 1280, height: 860 }

/** Shows the page in both schemes at both widths, one after the other, and as it was in the end. */
async function inEachWay(page: Page, see: (way: string) => Promise<void>): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [desk.width, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ ...desk, width })
      // Menus slide, and colors fade.
      await page.waitForTimeout(300)
      await see(`${width}-${colorScheme}`)
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(desk)
}

async function keepPicture(page: Page, file: string): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true })
  await page.screenshot({ path: file, fullPage: true })
}

/** Opens a browser that notes what it must not see. A look judges the page as it is; `eachWay`: on a phone and in the dark too. */
export async function takeSeat(app: TestApp, { eachWay = false } = {}): Promise<Seat> {
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
    if (origin !== app.url && protocol !== 'data:' && protocol !== 'blob:') foreign.push(request.url())
  })
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return
    // Read first: several end at once, and none may be forgotten.
    const { responseBodySize } = await response.request().sizes()
    bytes += responseBodySize
  })
  const judge = async (name: string) => {
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
    if (wide > 0) barriers.push(`${name}: ${wide} px stand out at the right`)
    for (const barrier of await findBarriers(page)) barriers.push(`${name}: ${barrier}`)
  }
  const look = async (name: string) => {
    if (!eachWay) await judge(name)
    if (!eachWay && !pictures) return
    await inEachWay(page, async (way) => {
      if (eachWay) await judge(`${name} ${way}`)
      if (pictures) await keepPicture(page, `${path.join(pictures, name)}-${way}.png`)
    })
  }
  return { page, browser, faults, foreign, barriers, scripts: () => bytes, look }
}
