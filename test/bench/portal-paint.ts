import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { FaultPostgres, siteKeys } from '../faults/kit/fault-postgres.ts'
import { percentile } from '../faults/kit/percentile.ts'
import { ProductProcess } from '../faults/kit/product-process.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { BenchClient } from './bench-client.ts'
import { BenchShop } from './bench-shop.ts'

/** How much slower than this machine the visitor's is. */
const slowdown = 4
/** The last paint counts; a page that paints nothing larger for so long is done. */
const calmMs = 1_500

/** A page that a signed-in person opens, and what stands there when it is drawn. */
interface Visit {
  name: string
  address: string
  /** Its heading, or a part that comes with its data. */
  drawn: (page: Page) => Promise<unknown>
}

interface Paint {
  largestMs: number
  /** Compressed bytes of scripts. */
  scripts: number
}

/** Runs in the page before its own scripts: keeps the time of the largest paint so far, and when it was told. */
const watchPaints = `new PerformanceObserver((list) => {
  window.largestPaint = { at: list.getEntries().at(-1).startTime, toldAt: performance.now() }
}).observe({ type: 'largest-contentful-paint', buffered: true })`

/** When the largest part was painted; 0 while something larger may still come. */
const largestPaint = `window.largestPaint && performance.now() - window.largestPaint.toldAt > ${calmMs}
  ? window.largestPaint.at : 0`

const heading = (name: RegExp) => (page: Page) => page.getByRole('heading', { name, level: 1 }).waitFor()
const region = (name: string) => (page: Page) => page.getByRole('region', { name }).waitFor()

const visitsOf = (orderId: string): Visit[] => [
  { name: 'dashboard', address: '/', drawn: region('Recent orders') },
  ...(
    [
      ['items', /Select Items/],
      ['contacts', /Contact Details/],
      ['provisioning', /Provisioning Information/],
    ] as const
  ).map(([stage, name]) => ({
    name: `wizard: ${stage}`,
    address: `/orders/${orderId}/${stage}`,
    drawn: heading(name),
  })),
  { name: 'wizard: summary', address: `/orders/${orderId}/summary`, drawn: region('Who will approve') },
]

/** Opens a page as a first visit: nothing is cached, and the processor is slow. */
async function visit(url: string, token: string, { address, drawn }: Visit): Promise<Paint> {
  const browser = await openBrowser()
  const page = await browser.context.newPage()
  const session = JSON.stringify({ token, organization: null })
  const content = `sessionStorage.setItem('countersign.portal', ${JSON.stringify(session)})`
  await page.addInitScript({ content })
  await page.addInitScript({ content: watchPaints })
  const devTools = await browser.context.newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  let scripts = 0
  page.on('response', async (response) => {
    if (!response.url().endsWith('.js')) return
    // Read first: several end at once.
    const { responseBodySize } = await response.request().sizes()
    scripts += responseBodySize
  })
  await page.goto(`${url}${address}`)
  await drawn(page)
  let largestMs = 0
  while (largestMs === 0) {
    await sleep(100)
    largestMs = await page.evaluate<number>(largestPaint)
  }
  await browser.close()
  return { largestMs, scripts }
}

/** A server of the bench's own with demo data, a salesperson's token, and a draft that is ready to be submitted. */
async function openPortal() {
  const postgres = await FaultPostgres.start()
  const database = await postgres.database()
  const logDir = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'))
  const env = {
    DATABASE_URL: database.runtimeUrl(postgres.port),
    ENCRYPTION_KEY: siteKeys.encryption.toString('base64'),
    SIGNING_KEY: siteKeys.signing.toString('base64'),
    DATA_DIR: logDir,
    QUEUE_PREFIX: `{${database.name}}`,
  }
  const server = new ProductProcess({ name: 'portal', role: 'all', env, logDir })
  await server.restart()
  const sales = await BenchClient.signIn(server.url, 'sales@meridian.example')
  const { id } = await (await BenchShop.open(sales)).draft()
  return {
    url: server.url,
    token: sales.token,
    orderId: id,
    async close() {
      await server.drain()
      await postgres.stop()
      rmSync(logDir, { recursive: true, force: true })
    },
  }
}

/**
 * Prints when the largest part of the dashboard and of each stage of the wizard is painted (largest contentful paint), for a
 * signed-in person on a first visit: an empty cache, a processor that is slowed down, the server on this machine.
 */
export async function benchPortal(runs: number): Promise<void> {
  if (!hasBrowser()) return
  const portal = await openPortal()
  process.stdout.write(
    `Largest contentful paint, processor slowed down ${slowdown}x, ${runs} first visits each\n`,
  )
  for (const one of visitsOf(portal.orderId)) {
    const paints: Paint[] = []
    for (let run = 0; run < runs; run++) paints.push(await visit(portal.url, portal.token, one))
    const times = paints.map(({ largestMs }) => largestMs)
    const kilobytes = Math.max(...paints.map(({ scripts }) => scripts)) / 1000
    process.stdout.write(
      `  ${one.name.padEnd(22)} median ${percentile(times, 0.5).toFixed(0).padStart(5)} ms   worst ${Math.max(
        ...times,
      )
        .toFixed(0)
        .padStart(5)} ms   scripts ${kilobytes.toFixed(0).padStart(4)} kB compressed\n`,
    )
  }
  await portal.close()
}
