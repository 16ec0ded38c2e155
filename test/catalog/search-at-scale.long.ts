import { afterAll, expect, test } from 'vitest'
import type { VerbHarness } from '../support/verbs.ts'
import { fillCatalog } from './big-catalog.ts'
import { meridian, openCatalog } from './catalog-fixture.ts'
import { scansDuring } from './explain.ts'
import { percentile, realisticSearches, timeSearch, type Search } from './realistic-searches.ts'

const sizes = [100_000, 1_000_000]
const searchCount = 1000
const hour = 3_600_000

const harnesses: VerbHarness[] = []
afterAll(() => Promise.all(harnesses.map((harness) => harness.close())))

interface Measured {
  p50: number
  p95: number
  seqScans: string[]
}

/** Carries out all searches twice: the first time warms what a running site has warm, and looks at every plan. */
async function measure(harness: VerbHarness, searches: readonly Search[]): Promise<Measured> {
  const seqScans: string[] = []
  for (const search of searches) {
    const scans = await harness.read(meridian, (ctx) =>
      scansDuring(ctx, (watched) => timeSearch(watched, search)),
    )
    const whole = scans.filter(
      ({ node, table }) => node === 'Seq Scan' && /^(product|offer|price)$/.test(table),
    )
    if (whole.length > 0) seqScans.push(JSON.stringify(search.args))
  }
  const times: Array<{ kind: string; ms: number }> = []
  for (const search of searches)
    times.push({ kind: search.kind, ms: await harness.read(meridian, (ctx) => timeSearch(ctx, search)) })
  for (const [kind, ofKind] of Map.groupBy(times, (one) => one.kind)) {
    const values = ofKind.map(({ ms }) => ms)
    const [p50, p95] = [percentile(values, 0.5), percentile(values, 0.95)].map((ms) =>
      ms.toFixed(1).padStart(8),
    )
    process.stdout.write(
      `  ${kind.padEnd(20)} ${String(values.length).padStart(4)} searches, p50 ${p50} ms, p95 ${p95} ms\n`,
    )
  }
  const all = times.map(({ ms }) => ms)
  return { p50: percentile(all, 0.5), p95: percentile(all, 0.95), seqScans }
}

test(
  'a thousand realistic searches take at most twice as long at a million offers as at a hundred thousand, each by an index',
  async () => {
    const measured: Measured[] = []
    for (const size of sizes) {
      const harness = await openCatalog()
      harnesses.push(harness)
      await fillCatalog(harness, size)
      process.stdout.write(`${size.toLocaleString('en')} offers:\n`)
      const found = await measure(harness, await realisticSearches(harness, searchCount))
      process.stdout.write(`  all: p50 ${found.p50.toFixed(1)} ms, p95 ${found.p95.toFixed(1)} ms\n`)
      measured.push(found)
    }
    const [small, large] = measured as [Measured, Measured]
    process.stdout.write(
      `growth: p50 ${(large.p50 / small.p50).toFixed(2)} times, p95 ${(large.p95 / small.p95).toFixed(2)} times\n`,
    )
    expect(measured.flatMap(({ seqScans }) => seqScans)).toEqual([])
    expect(large.p95 / small.p95).toBeLessThanOrEqual(2)
  },
  2 * hour,
)
