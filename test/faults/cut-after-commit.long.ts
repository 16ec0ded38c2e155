import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Campaign } from './kit/campaign.ts'
import { cutAfterCommit } from './kit/cut-after-commit.ts'
import { cutAnswers } from './kit/cut-answers.ts'
import { faultBackends, orders, startServers, type Servers } from './kit/servers.ts'

let servers: Servers
beforeAll(async () => void (servers = await startServers()))
afterAll(() => servers?.stop())

/** Cuts per kind and backend; four runs make more than 200. */
const cutsWanted = orders(60)

describe.each(faultBackends)('connections cut after COMMIT, on %s queues', (backend) => {
  it('double nothing for a client that keeps its key, and control: double for one that does not', async () => {
    const campaign = await Campaign.open({
      scenario: 'cut-after-commit',
      backend,
      ...servers,
      apis: 1,
      workers: 1,
    })
    try {
      const { site, nemesis } = campaign
      const inFront = await cutAnswers(site.apis[0]?.process.url ?? '', {
        times: cutsWanted,
        did: () => nemesis.did('answer cut between API and client'),
      })
      const load = { atOnce: 6, stages: 0.2, approve: 0 }
      const untold = await campaign.load({ ...load, orders: cutsWanted, urls: () => [inFront.url] })
      const behind = cutAfterCommit(site.apis, {
        times: cutsWanted,
        did: () => nemesis.did('COMMIT cut between API and PostgreSQL'),
      })
      const unsure = await campaign.load({ ...load, orders: cutsWanted })
      behind.stop()
      expect([...untold.refused, ...unsure.refused]).toEqual([])
      expect(behind.made()).toBe(cutsWanted)
      expect(inFront.made()).toBe(cutsWanted)

      const outcome = await campaign.conclude({ title: 'Connection cut after COMMIT' })
      expect(outcome.verdict.violations).toEqual([])
      expect(outcome.figures).toMatchObject({ lost: 0, doubled: 0, gaps: 0, undelivered: 0 })
      expect(outcome.unnoticed).toEqual([])

      const keyless = cutAfterCommit(site.apis, { times: 20, did: () => undefined })
      await campaign.load({ ...load, orders: 40, stages: 0, forgetKeys: true, name: 'keyless' })
      keyless.stop()
      const { violations, figures } = await campaign.check()
      expect(figures.doubled).toBe(20)
      expect(violations.some((sentence) => /^I2: intent keyless-\d+ made \d+ orders/.test(sentence))).toBe(
        true,
      )
      campaign.amend({ control: `without keys 20 cuts made ${figures.doubled} orders twice, named by I2` })
      await inFront.close()
    } finally {
      await campaign.close()
    }
  }, 3_600_000)
})
