import { setTimeout as sleep } from 'node:timers/promises'
import { Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from './kit/campaign.ts'
import { FaultRedis } from './kit/fault-redis.ts'
import { faultBackends, hasRedis, orders, startServers, type Servers } from './kit/servers.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

/** Runs `strike` time and again while the orders are placed. */
async function underLoad(campaign: Campaign, count: number, strike: () => Promise<void>): Promise<void> {
  const stopWatch = campaign.site.supervise()
  const stop = campaign.strikeEvery(15, strike)
  const { refused } = await campaign.load({ orders: count, atOnce: 10 })
  await stop()
  await stopWatch()
  expect(refused).toEqual([])
}

async function expectWhole(campaign: Campaign, telling: { title: string; control?: string }): Promise<void> {
  const { verdict, unnoticed, figures } = await campaign.conclude(telling)
  expect(verdict.violations).toEqual([])
  expect(figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, undelivered: 0 })
  expect(figures.acknowledged).toBe(campaign.totals.acknowledged)
  expect(unnoticed).toEqual([])
}

describe.each(faultBackends)('PostgreSQL killed with -9 under load, on %s queues', (backend) => {
  it('loses and doubles nothing', async () => {
    const campaign = await Campaign.open({
      scenario: 'kill-postgres',
      backend,
      ...servers,
      apis: 2,
      workers: 2,
    })
    try {
      await underLoad(campaign, orders(200), async () => {
        servers.postgres.kill()
        campaign.nemesis.did('kill -9 PostgreSQL')
        await servers.postgres.restart()
      })
      expect(campaign.nemesis.total).toBeGreaterThanOrEqual(1)
      await expectWhole(campaign, { title: 'kill -9 of PostgreSQL (fsync on)' })
    } finally {
      await campaign.close()
    }
  }, 3_600_000)
})

/** How many of 200 acknowledged jobs a Redis still has after a kill -9. */
async function keptByRedis(durable: boolean): Promise<number> {
  const redis = await FaultRedis.start({ durable })
  const connection = { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null }
  const queue = new Queue('kept', { connection })
  queue.on('error', () => undefined)
  await queue.addBulk(Array.from({ length: 200 }, (_, index) => ({ name: 'job', data: { index } })))
  // AOF everysec: what was told more than a second ago is on disk.
  await sleep(1500)
  await redis.kill()
  await redis.restart()
  const kept = await queue.getWaitingCount()
  await queue.close()
  await redis.stop()
  return kept
}

describe.runIf(hasRedis)('Redis under load', () => {
  it('killed with -9 (AOF every second): nothing is lost or doubled', async () => {
    const [withAof, without] = [await keptByRedis(true), await keptByRedis(false)]
    expect({ withAof, without }).toEqual({ withAof: 200, without: 0 })
    const site = { scenario: 'kill-redis', backend: 'redis' as const, apis: 2, workers: 2 }
    const campaign = await Campaign.open({ ...site, ...servers })
    try {
      await underLoad(campaign, orders(200), async () => {
        await servers.redis?.kill()
        campaign.nemesis.did('kill -9 Redis')
        await sleep(300)
        await servers.redis?.restart()
      })
      expect(campaign.nemesis.total).toBeGreaterThanOrEqual(1)
      await expectWhole(campaign, {
        title: 'kill -9 of Redis (AOF every second)',
        control: `without AOF Redis alone keeps ${without} of 200 jobs, with it ${withAof}`,
      })
    } finally {
      await campaign.close()
    }
  }, 3_600_000)

  it('wiped with FLUSHALL: the reconciler brings everything back', async () => {
    const site = { scenario: 'flush-redis', backend: 'redis' as const, apis: 2, workers: 2 }
    const campaign = await Campaign.open({ ...site, ...servers })
    try {
      await underLoad(campaign, orders(200), async () => {
        await servers.redis?.flushAll()
        campaign.nemesis.did('FLUSHALL')
      })
      expect(campaign.nemesis.total).toBeGreaterThanOrEqual(1)

      // Control: with nobody to reconcile, a wiped queue is lost work, and the checker says so.
      for (const { process } of campaign.site.workers) await process.kill()
      await campaign.load({ orders: 6, atOnce: 6, approve: 0, name: 'unreconciled' })
      await campaign.site.sql('UPDATE outbox_event SET published_at = now() WHERE published_at IS NULL')
      await servers.redis?.flushAll()
      const { violations } = await campaign.check()
      const waiting = violations.filter((sentence) =>
        /^I9: \S+ \(unreconciled-\d\) waits in SUBMITTED/.test(sentence),
      )
      expect(waiting).toHaveLength(6)
      expect(violations.some((sentence) => sentence.startsWith('I4b: '))).toBe(true)
      await campaign.site.sql(
        `UPDATE outbox_event SET published_at = NULL WHERE published_at IS NOT NULL AND feed_position IS NULL`,
      )
      await expectWhole(campaign, {
        title: 'FLUSHALL of Redis',
        control: `without relay and reconciler ${waiting.length} of 6 orders wait for ever, named by I9`,
      })
    } finally {
      await campaign.close()
    }
  }, 3_600_000)
})
