import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (candidate) => existsSync(candidate),
)

/** False when this machine has no Chromium; says so loudly. With CI=true a missing Chromium is a failure. */
export function hasBrowser(): boolean {
  if (executablePath) return true
  const sentence = 'No Chromium: install the package chromium. Tests in a browser are SKIPPED.'
  if (process.env['CI']) throw new Error(sentence)
  process.stderr.write(`\n*** ${sentence} ***\n\n`)
  return false
}

/** A browser with an empty profile of its own. */
export async function openBrowser(
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const profile = mkdtempSync(path.join(tmpdir(), 'countersign-browser-'))
  const { width = 1280, height = 860, dark = false } = options
  const context = await chromium.launchPersistentContext(profile, {
    ...(executablePath ? { executablePath } : {}),
    headless: true,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  context.setDefaultTimeout(15_000)
  return {
    context,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
