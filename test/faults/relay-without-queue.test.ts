import { afterEach, beforeEach, expect, it } from 'vitest'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { activityChannel } from '../../src/events/live-channels.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { createLogger } from '../../src/platform/logger.ts'
import { redisQueues } from '../../src/platform/queues.ts'
import { addCompanies } from '../support/companies.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let jobs: JobHarness
beforeEach(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
  await verbs.sql(`INSERT INTO outbox_event (id, seller_id, type, schema_version, subject_type, subject_id, subject_version,
      actor, data, correlation_id, occurred_at)
    VALUES ('evt_watched', 'org_north', 'activity.ended', 1, 'activity', 'act_watched', 1, '{}', '{}', 'req_1', now())`)
})
afterEach(async () => {
  await jobs.close()
  await verbs.close()
})

const idsWhere = async (condition: string) =>
  (await verbs.sql<{ id: string }>(`SELECT id FROM outbox_event WHERE ${condition} ORDER BY id`)).map(
    ({ id }) => id,
  )
const owed = () => idsWhere('jobs_due_at IS NOT NULL')
const sellers = ['org_brook', 'org_north', 'org_south']

/** The sellers for whose events the queue knows that messages are to be made. */
async function added(): Promise<string[]> {
  const waiting = await jobs.parts.queues.queue('webhook-fan-out-batch').getJobs(['waiting'])
  return waiting.map(({ data }) => (data as { sellerId: string }).sellerId).toSorted()
}

/** One look of a relay to whose queue nothing leads. */
async function relayWithoutQueue(): Promise<void> {
  const queues = redisQueues('redis://127.0.0.1:1', '{away}', createLogger('silent'))
  await expect(relayOnce({ ...jobs.parts, queues })).rejects.toThrow()
  await queues.close()
}

it('publishes and tells while its queue is away, and adds the jobs at its next look', async () => {
  const heard: Array<string | null> = []
  const stop = await jobs.parts.pubsub.subscribe(activityChannel('act_watched'), (hint) => heard.push(hint))
  const waiting = await idsWhere('published_at IS NULL')

  await relayWithoutQueue()
  expect(await idsWhere('published_at IS NOT NULL AND feed_position IS NOT NULL')).toEqual(waiting)
  expect(heard).toEqual(['1'])
  expect(await owed()).toEqual(waiting)
  expect(await added()).toEqual([])

  expect(await relayOnce(jobs.parts)).toBe(waiting.length)
  expect(await owed()).toEqual([])
  expect(await added()).toEqual(sellers)
  expect(await relayOnce(jobs.parts)).toBe(0)
  await stop()
})

it('leaves the jobs of published events to the relay that published them, for four seconds', async () => {
  await relayWithoutQueue()
  // As one that died after its commit leaves them: nobody said that they were not added.
  const died = systemClock.now().getTime()
  await verbs.sql(`UPDATE outbox_event SET jobs_due_at = $1`, [new Date(died + 4_000)])
  const relayAfter = async (ms: number) =>
    relayOnce({ ...jobs.parts, clock: { now: () => new Date(died + ms) } })

  expect(await relayAfter(3_999)).toBe(0)
  expect(await added()).toEqual([])
  expect(await relayAfter(4_000)).toBeGreaterThan(0)
  expect(await added()).toEqual(sellers)
  expect(await owed()).toEqual([])
})

it('never adds them without the note that they are due', async () => {
  await relayWithoutQueue()
  await verbs.sql('UPDATE outbox_event SET jobs_due_at = NULL')
  expect(await relayOnce(jobs.parts)).toBe(0)
  expect(await added()).toEqual([])
})
