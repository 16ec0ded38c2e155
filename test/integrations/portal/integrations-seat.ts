import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser } from '../../support/browser.ts'
import { findBarriers } from './find-barriers.ts'

/** Set it to keep a picture of every page, at two widths, light and dark. */
const pictures = process.env['PORTAL_PICTURES']

/** A person at a browser of her own, and what must not happen there. */
export interface Seat {
  page: Page
  faults: string[]
  foreign: string[]
  barriers: string[]
  /** Looks for barriers at two widths, light and dark. */
  look: (name: string) => Promise<void>
  close: () => Promise<void>
}

/** Looks at a page as it is at 1280 and 390 px, light and dark, and leaves it as it was. */
async function lookAt(page: Page, name: string): Promise<string[]> {
  const barriers: string[] = []
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height: 860 })
      // Menus slide, and colors fade.
      await page.waitForTimeout(400)
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
      if (wide > 0) barriers.push(`${name} ${width} ${colorScheme}: ${wide} px stand out at the right`)
      for (const barrier of await findBarriers(page))
        barriers.push(`${name} ${width} ${colorScheme}: ${barrier}`)
      if (!pictures) continue
      const file = path.join(pictures, `${name}-${width}-${colorScheme}.png`)
      mkdirSync(path.dirname(file), { recursive: true })
      await page.screenshot({ path: file, fullPage: true })
    }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize({ width: 1280, height: 860 })
  return barriers
}

/** A browser that is signed in by a demo log-in of the portal at this address. */
export async function takeSeat(url: string, logIn: string): Promise<Seat> {
  const browser = await openBrowser()
  const page = await browser.context.newPage()
  page.setDefaultTimeout(60_000)
  const [faults, foreign, barriers]: [string[], string[], string[]] = [[], [], []]
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== new URL(url).origin && protocol !== 'data:') foreign.push(request.url())
  })
  await page.goto(url)
  await page.getByRole('button', { name: logIn }).click()
  await page.getByRole('heading', { name: /Welcome/, level: 1 }).waitFor()
  const look = async (name: string) => void barriers.push(...(await lookAt(page, name)))
  return { page, faults, foreign, barriers, look, close: () => browser.close() }
}
