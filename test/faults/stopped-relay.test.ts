import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { relayOnce } from '../../jobs/relay-outbox.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { openJobs, type JobHarness } from '../support/jobs.ts'
import { addCompanies } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let jobs: JobHarness
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  jobs = await openJobs(verbs, { clock: systemClock, definitions: [] })
})
afterAll(async () => {
  await jobs.close()
  await verbs.close()
})

const unpublished = () =>
  verbs.sql<{ count: number }>('SELECT count(*)::int FROM outbox_event WHERE published_at IS NULL')

/** A relay that stands still at its worst moment: its events claimed, its place in the feed taken, not committed. */
async function stopBetweenPublishAndCommit(): Promise<{ ended: Promise<string>; end: () => Promise<void> }> {
  const relay = new pg.Client({ connectionString: verbs.database.url })
  // The server says why first and lets its locks go after; only the closed connection tells that both are done.
  let why = ''
  relay.once('error', (error) => (why = String((error as { code?: string }).code)))
  const ended = new Promise<string>((resolve) => relay.once('end', () => resolve(why)))
  relay.on('error', () => undefined)
  await relay.connect()
  await relay.query('BEGIN')
  const { rows } = await relay.query<{ id: string }>('SELECT id FROM gate.claim_events(200, now())')
  await relay.query("SELECT gate.publish_events($1, '{}', '{}', now(), now())", [rows.map(({ id }) => id)])
  return { ended, end: () => relay.end().catch(() => undefined) }
}

it('loses its claim after four seconds, and another relay publishes the events', async () => {
  const [before] = await unpublished()
  expect(before?.count).toBeGreaterThan(0)
  const stopped = await stopBetweenPublishAndCommit()
  expect(await relayOnce(jobs.parts)).toBe(0)

  expect(await stopped.ended).toBe('25P03')
  expect(await relayOnce(jobs.parts)).toBe(before?.count)
  expect(await unpublished()).toEqual([{ count: 0 }])
  await stopped.end()
})
