import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from './kit/campaign.ts'
import { cutAfterCommit } from './kit/cut-after-commit.ts'
import { faultBackends, orders, startServers, type Servers } from './kit/servers.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

describe.each(faultBackends)('two minutes of faults on %s queues', (backend) => {
  let campaign: Campaign
  beforeAll(async () => {
    campaign = await Campaign.open({ scenario: 'selection', backend, ...servers, apis: 1, workers: 1 })
  })
  afterAll(() => campaign?.close())

  it('lose and double nothing: worker and API killed, connections cut after COMMIT, the queue wiped', async () => {
    const { site, nemesis } = campaign
    const stopWatch = site.supervise()
    const loading = campaign.load({ orders: orders(24), atOnce: 4 })
    const cuts = cutAfterCommit(site.apis, { times: 3, did: () => nemesis.did('cut after COMMIT') })
    await sleep(1500)
    await site.workers[0]?.process.kill()
    nemesis.did('kill -9 worker')
    await sleep(1500)
    await site.apis[0]?.process.kill()
    nemesis.did('kill -9 API')
    await sleep(1500)
    if (backend === 'redis') {
      await servers.redis?.flushAll()
      nemesis.did('FLUSHALL')
    }
    const result = await loading
    cuts.stop()
    await stopWatch()

    expect(result.refused).toEqual([])
    const { verdict, unnoticed, figures } = await campaign.conclude({
      title: 'Worker and API killed, connections cut, queue wiped (in npm test)',
    })
    expect(verdict.violations).toEqual([])
    expect(figures).toMatchObject({ acknowledged: orders(24), lost: 0, doubled: 0, gaps: 0, undelivered: 0 })
    expect(cuts.made()).toBe(3)
    expect(unnoticed).toEqual([])
  }, 360_000)

  it('control: a client without idempotency keys doubles what was cut, and the checker says so', async () => {
    const cuts = cutAfterCommit(campaign.site.apis, { times: 3, did: () => undefined })
    await campaign.load({ orders: 6, atOnce: 2, stages: 0, approve: 0, forgetKeys: true, name: 'keyless' })
    cuts.stop()
    const { violations, figures } = await campaign.check()
    expect(cuts.made()).toBe(3)
    expect(figures.doubled).toBe(3)
    expect(violations.some((sentence) => /^I2: intent keyless-\d+ made \d orders: /.test(sentence))).toBe(
      true,
    )
  }, 120_000)
})
