import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from './kit/campaign.ts'
import { faultBackends, orders, startServers, type Servers } from './kit/servers.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

/** Orders that start in one moment, over three resellers; and how often, on each backend. */
const atOnce = 200
const rounds = { redis: Math.max(1, orders(200) / 10), postgres: Math.max(1, orders(40) / 10) }

/** What a reader sees that asks for ids behind the last one it saw: the bug that an outbox must not have. */
function readNaively(campaign: Campaign): { stop: () => Promise<Set<string>> } {
  const seen = new Set<string>()
  let last = ''
  let isOver = false
  const reading = (async () => {
    while (!isOver) {
      const rows = await campaign.site.sql<{ id: string }>(
        'SELECT id FROM outbox_event WHERE id > $1 ORDER BY id LIMIT 1000',
        [last],
      )
      for (const { id } of rows) seen.add(id)
      last = rows.at(-1)?.id ?? last
      await sleep(5)
    }
  })()
  return {
    stop: async () => {
      isOver = true
      await reading
      return seen
    },
  }
}

describe.each(faultBackends)('two hundred orders at once over three resellers, on %s queues', (backend) => {
  it('get gapless numbers, unique per reseller, round after round', async () => {
    const campaign = await Campaign.open({
      scenario: 'many-orders',
      backend,
      ...servers,
      apis: 2,
      workers: 2,
    })
    try {
      const [{ id: first } = { id: '' }] = await campaign.site.sql<{ id: string }>(
        'SELECT max(id) AS id FROM outbox_event',
      )
      const reader = readNaively(campaign)
      for (let round = 1; round <= rounds[backend]; round++) {
        const load = { orders: atOnce, atOnce, stages: 0, approve: 0, name: `round${round}` }
        const { acknowledged, refused } = await campaign.load(load)
        expect(refused).toEqual([])
        expect(acknowledged).toBe(atOnce)
      }
      const seen = await reader.stop()
      const events = await campaign.site.sql<{ id: string }>('SELECT id FROM outbox_event WHERE id > $1', [
        first,
      ])
      const missed = events.filter(({ id }) => !seen.has(id)).length
      const { verdict, unnoticed, figures } = await campaign.conclude({
        title: `${atOnce} orders at once over 3 resellers, ${rounds[backend]} rounds`,
        control: `a reader with "id > last" misses ${missed} of ${events.length} events`,
        quietWithinMs: 600_000,
      })
      expect(verdict.violations).toEqual([])
      expect(figures).toMatchObject({
        acknowledged: atOnce * rounds[backend],
        lost: 0,
        doubled: 0,
        gaps: 0,
        undelivered: 0,
      })
      expect(unnoticed).toEqual([])
      expect(missed).toBeGreaterThan(0)
    } finally {
      await campaign.close()
    }
  }, 3_600_000)
})
