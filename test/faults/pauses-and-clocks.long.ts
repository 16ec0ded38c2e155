import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign, type Telling } from './kit/campaign.ts'
import { canShiftClocks } from './kit/product-process.ts'
import { faultBackends, orders, startServers, type Servers } from './kit/servers.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

/** Longer than a job's lock (30 s) and the look for stalled jobs after it. */
const longerThanLock = Number(process.env['FAULT_PAUSE_MS'] ?? 45_000)

async function expectWhole(campaign: Campaign, telling: Telling): Promise<void> {
  const { verdict, unnoticed, figures } = await campaign.conclude(telling)
  expect(campaign.totals.refused).toEqual([])
  expect(verdict.violations).toEqual([])
  expect(figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, undelivered: 0 })
  expect(unnoticed).toEqual([])
}

describe.each(faultBackends)('time that goes wrong, on %s queues', (backend) => {
  it('a worker that is stopped beyond its locks and goes on repeats no effect', async () => {
    const campaign = await Campaign.open({
      scenario: 'paused-worker',
      backend,
      ...servers,
      apis: 1,
      workers: 2,
    })
    try {
      const { site, nemesis } = campaign
      const loading = campaign.load({ orders: orders(80), atOnce: 6, approve: 0.5, stages: 0 })
      // In the middle of a job: when it is about to say that the job is done.
      const [sleeper] = site.workers
      const asleep = new Promise<void>((resolve) => {
        sleeper?.database.watch({
          name: 'asleep',
          says: `UPDATE job_run SET status = 'DONE'`,
          from: 'client',
          moment: 'before',
          cut: false,
          times: 1,
          act: () => {
            sleeper.process.pause()
            resolve()
          },
        })
      })
      await asleep
      nemesis.did('SIGSTOP of a worker beyond its lock')
      await sleep(longerThanLock)
      sleeper?.process.goOn()
      await loading
      const [{ again } = { again: 0 }] = await site.sql<{ again: number }>(
        'SELECT count(*)::int AS again FROM job_run WHERE starts > 1',
      )
      await expectWhole(campaign, {
        title: 'SIGSTOP of a worker beyond its lock, then SIGCONT',
        notes: [`${again} jobs were started twice, their effects are there once`],
      })
    } finally {
      await campaign.close()
    }
  }, 3_600_000)

  it('a database that goes silent: every call is answered or can be repeated, none hangs', async () => {
    const campaign = await Campaign.open({ scenario: 'half-open', backend, ...servers, apis: 2, workers: 1 })
    try {
      const { site, nemesis } = campaign
      const loading = campaign.load({ orders: orders(80), atOnce: 6, stages: 0 })
      for (const station of site.apis) {
        await sleep(2000)
        station.database.beSilent(true)
        nemesis.did('database half-open')
        await sleep(20_000)
        station.database.beSilent(false)
      }
      await loading
      const slowest = Math.round(campaign.totals.slowestMs)
      expect(Object.keys(campaign.totals.again)).not.toContain('NO ANSWER')
      expect(slowest).toBeLessThan(20_000)
      await expectWhole(campaign, {
        title: 'PostgreSQL silent for 20 s (half-open connections)',
        notes: [`the slowest answer came after ${slowest} ms`],
      })
    } finally {
      await campaign.close()
    }
  }, 3_600_000)

  const shifts = [
    { clock: '+2m', scenario: 'clock-ahead', refused: true },
    { clock: '-2m', scenario: 'clock-behind', refused: true },
    { clock: '+4s', scenario: 'clock-near', refused: false },
  ]
  if (!canShiftClocks()) process.stderr.write('\n*** No faketime: clocks are NOT shifted. ***\n\n')

  it.runIf(canShiftClocks()).each(shifts)(
    'a worker whose clock is off by $clock is refused ($refused), and no effect is repeated',
    async ({ clock, scenario, refused }) => {
      const campaign = await Campaign.open({ scenario, backend, ...servers, apis: 1, workers: 1 })
      try {
        const { site, nemesis } = campaign
        const refusal = await site.add('worker', 'worker-shifted', clock).then(
          () => null,
          (error: unknown) => String(error),
        )
        const [, shifted] = site.workers
        if (refusal !== null && shifted) await site.remove(shifted)
        nemesis.did(`clock of one worker ${clock}`)
        await campaign.load({ orders: orders(40), atOnce: 6, approve: 0.3, stages: 0 })
        await expectWhole(campaign, {
          title: `One worker with its clock at ${clock}`,
          notes: [refusal === null ? 'it was let in' : 'its start was refused by the clock check'],
        })
        expect(refusal !== null && /clock/.test(refusal)).toBe(refused)
      } finally {
        await campaign.close()
      }
    },
    3_600_000,
  )
})
