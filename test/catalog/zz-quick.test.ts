import { afterAll, beforeAll, test } from 'vitest'
import type { VerbHarness } from '../support/verbs.ts'
import { fillCatalog } from './big-catalog.ts'
import { meridian, openCatalog } from './catalog-fixture.ts'
import { percentile, realisticSearches, timeSearch } from './realistic-searches.ts'

let harness: VerbHarness
const size = Number(process.env['SIZE'] ?? 20000)
beforeAll(async () => {
  harness = await openCatalog()
  const t = performance.now()
  await fillCatalog(harness, size)
  process.stdout.write(`filled ${size} in ${Math.round(performance.now() - t)} ms\n`)
}, 1_200_000)
afterAll(() => harness.close())
test('explain', async () => {
  if (!process.env['EXPLAIN']) return
  await harness.read(meridian, async (ctx) => {
    const asked: Array<[string, unknown[]]> = []
    const plain = ctx.em.execute.bind(ctx.em)
    Object.assign(ctx.em, { execute: (sql: string, params: unknown[]) => { asked.push([sql, params]); return plain(sql, params) } })
    await timeSearch(ctx, JSON.parse(process.env['EXPLAIN'] ?? ''))
    for (const [sql, params] of asked) {
      if (sql.includes('set_config')) continue
      const rows = await plain<Array<{ 'QUERY PLAN': string }>>(`EXPLAIN (ANALYZE, BUFFERS) ${sql}`, params as never)
      process.stdout.write(`${sql}\n${rows.map((r) => r['QUERY PLAN']).join('\n')}\n\n`)
    }
  })
}, 600_000)
test('quick', async () => {
  const searches = await realisticSearches(harness, Number(process.env['COUNT'] ?? 300))
  const times: Array<{ ms: number; s: (typeof searches)[number] }> = []
  for (const s of searches) {
    const ms = await harness.read(meridian, (ctx) => timeSearch(ctx, s))
    times.push({ ms, s })
  }
  const byKind = Map.groupBy(times, ({ s }) => s.kind)
  for (const [kind, list] of byKind)
    process.stdout.write(`${kind.padEnd(20)} p50 ${percentile(list.map(({ ms }) => ms), 0.5).toFixed(1)} p95 ${percentile(list.map(({ ms }) => ms), 0.95).toFixed(1)}\n`)
  const plain = times.filter(({ s }) => !s.withFacets && !s.withTotal).map(({ ms }) => ms)
  process.stdout.write(`all p50 ${percentile(times.map(({ ms }) => ms), 0.5).toFixed(1)} p95 ${percentile(times.map(({ ms }) => ms), 0.95).toFixed(1)}; pages only p50 ${percentile(plain, 0.5).toFixed(1)} p95 ${percentile(plain, 0.95).toFixed(1)}\n`)
  for (const { ms, s } of times.toSorted((a, b) => b.ms - a.ms).slice(0, 14)) process.stdout.write(`${ms.toFixed(0)} ${JSON.stringify(s)}\n`)
}, 1_200_000)
