import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from './kit/campaign.ts'
import { keepPointHits } from './kit/results.ts'
import { killAt, pointsOn } from './kit/named-points.ts'
import { faultBackends, orders, startServers, type Servers } from './kit/servers.ts'
import type { Site } from './kit/site.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

/** How often a process dies at each named point. */
const hitsPerPoint = Number(process.env['FAULT_HITS'] ?? 2)

/**
 * Waits until every job whose worker died has come through, or a minute has passed. A job that takes its worker down
 * three times in a row is buried as poison, as it should be: a point must not do that to a good one.
 */
async function untilNobodyIsSuspect(site: Site): Promise<void> {
  const suspects = `SELECT count(*)::int AS count FROM job_run WHERE status IN ('RUNNING', 'WAITING_RETRY') AND crashes > 0`
  for (let tries = 0; tries < 240; tries++) {
    const [row] = await site.sql<{ count: number }>(suspects)
    if (row?.count === 0) return
    await sleep(250)
  }
}

describe.each(faultBackends)('processes that are killed on %s queues', (backend) => {
  it('at random: lose and double nothing', async () => {
    const campaign = await Campaign.open({
      scenario: 'kill-random',
      backend,
      ...servers,
      apis: 2,
      workers: 2,
    })
    try {
      const { site, nemesis, random } = campaign
      const stopWatch = site.supervise()
      const stop = campaign.strikeEvery(12, async () => {
        const { process } = random.pick(site.stations)
        await process.kill()
        nemesis.did(process.options.role === 'api' ? 'kill -9 API' : 'kill -9 worker', process.name)
      })
      const { refused } = await campaign.load({ orders: orders(300), atOnce: 12 })
      await stop()
      await stopWatch()
      const { verdict, unnoticed, figures } = await campaign.conclude({
        title: 'kill -9 of API and worker, at random',
      })
      expect(refused).toEqual([])
      expect(verdict.violations).toEqual([])
      expect(figures).toMatchObject({
        acknowledged: orders(300),
        lost: 0,
        doubled: 0,
        gaps: 0,
        undelivered: 0,
      })
      expect(nemesis.total).toBeGreaterThanOrEqual(1)
      expect(unnoticed).toEqual([])
    } finally {
      await campaign.close()
    }
  }, 3_600_000)

  it('at every named point: lose and double nothing', async () => {
    const campaign = await Campaign.open({
      scenario: 'kill-points',
      backend,
      ...servers,
      apis: 2,
      workers: 2,
    })
    const hits = new Map<string, number>()
    try {
      const { site, nemesis } = campaign
      const points = pointsOn(backend)
      const open = new Map(points.map((point) => [point.name, hitsPerPoint]))
      let isOver = false
      // One process of a role dies at a time, so that the other one brings through what it left behind.
      const dying = [site.apis, site.workers].map(async (stations) => {
        const own = points.filter(({ role }) => role === stations[0]?.process.options.role)
        for (let turn = 0; !isOver && own.some(({ name }) => (open.get(name) ?? 0) > 0); turn++) {
          const point = own[turn % own.length]
          if (!point || (open.get(point.name) ?? 0) === 0) continue
          const killed = await killAt(stations, point, 4000)
          if (!killed) continue
          open.set(point.name, Math.max(0, (open.get(point.name) ?? 0) - 1))
          hits.set(point.name, (hits.get(point.name) ?? 0) + 1)
          nemesis.did('kill -9 at a named point', point.name)
          await killed.process.restart()
          await untilNobodyIsSuspect(site)
        }
      })
      const until = Date.now() + Number(process.env['FAULT_POINTS_MS'] ?? 900_000)
      const loading = (async () => {
        for (let round = 1; !isOver && Date.now() < until; round++)
          await campaign.load({ orders: orders(24), atOnce: 6, approve: 0.5, name: `points${round}` })
      })()
      await Promise.race([Promise.all(dying), loading])
      isOver = true
      await Promise.all([...dying, loading])
      keepPointHits(backend, hits)
      const { verdict, unnoticed, figures } = await campaign.conclude({
        title: 'kill -9 at named points',
        notes: [`${hits.size} of ${points.length} points, each at least ${Math.min(...hits.values())} times`],
        // The load goes on while a point is waited for, and outruns workers that keep dying.
        quietWithinMs: 600_000,
      })
      expect(campaign.totals.refused).toEqual([])
      expect(verdict.violations).toEqual([])
      expect(figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, undelivered: 0 })
      expect([...open].filter(([, left]) => left > 0)).toEqual([])
      expect(unnoticed).toEqual([])
    } finally {
      await campaign.close()
    }
  }, 3_600_000)
})
