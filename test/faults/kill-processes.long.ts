import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from './kit/campaign.ts'
import { keepPointHits } from './kit/results.ts'
import { killAt, pointsOn } from './kit/named-points.ts'
import { faultBackends, orders, startServers, type Servers } from './kit/servers.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

/** How often a process dies at each named point. */
const hitsPerPoint = Number(process.env['FAULT_HITS'] ?? 3)

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
      // Each process takes the points of its role in turn, so that one of a kind always runs.
      const dying = site.stations.map(async (station, index) => {
        const own = points.filter(({ role }) => role === station.process.options.role)
        for (let turn = index; !isOver && own.some(({ name }) => (open.get(name) ?? 0) > 0); turn++) {
          const point = own[turn % own.length]
          if (!point || (open.get(point.name) ?? 0) === 0) continue
          if (!(await killAt([station], point, 4000))) continue
          open.set(point.name, Math.max(0, (open.get(point.name) ?? 0) - 1))
          hits.set(point.name, (hits.get(point.name) ?? 0) + 1)
          nemesis.did('kill -9 at a named point', point.name)
          await station.process.restart()
        }
      })
      const until = Date.now() + Number(process.env['FAULT_POINTS_MS'] ?? 300_000)
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
