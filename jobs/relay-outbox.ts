import { outboxChannel, liveChannelsOf } from '../src/events/live-channels.ts'
import { addJobs } from './add-jobs.ts'
import { beforeDeadline } from './before-deadline.ts'
import type { JobParts } from './parts.ts'
import { isToldByMail, isToldByWebhook, reactionsTo } from './reactions.ts'

const batch = 200
const pollEveryMs = 250
/** For how long the jobs of published events are left to the relay that published them. */
const addWithinMs = 4_000

/** A committed event as the relay reads it through the gate. */
export interface ClaimedEvent {
  id: string
  seller_id: string
  organization_id: string | null
  type: string
  subject_type: string
  subject_id: string
  subject_version: number
  data: Record<string, unknown>
}

const idsOf = (events: ClaimedEvent[]) => events.map((event) => event.id).join(',')

/** Tells who watches. A hint that cannot be sent is no fault: whoever listens also looks by itself. */
async function tell(parts: JobParts, events: ClaimedEvent[]): Promise<void> {
  const channels = new Set(events.flatMap(liveChannelsOf))
  const hints = [...channels].map((channel) => parts.pubsub.publish(channel, '1'))
  const failed = (await Promise.allSettled(hints)).find((hint) => hint.status === 'rejected')
  if (failed) parts.log.warn({ err: failed.reason }, 'relay: a live update was not told')
}

/** Claims committed events and gives them their place in the feed; those whose jobs somebody failed to add come again. */
async function publish(parts: JobParts): Promise<ClaimedEvent[]> {
  return parts.root.fork().transactional(async (em) => {
    const now = parts.clock.now()
    const claimed = await em.execute<ClaimedEvent[]>('SELECT * FROM gate.claim_events(?, ?)', [batch, now])
    if (claimed.length === 0) return claimed
    const told = [claimed, claimed.filter(isToldByWebhook), claimed.filter(isToldByMail)].map(idsOf)
    // The mapper spreads an array over several placeholders, so the ids travel as texts.
    const ids = "string_to_array(?, ',')"
    await em.execute(`SELECT gate.publish_events(${ids}, ${ids}, ${ids}, ?, ?)`, [
      ...told,
      now,
      new Date(now.getTime() + addWithinMs),
    ])
    return claimed
  })
}

/** Notes that the jobs of events are added (`null`), or from when on any relay adds them. */
async function expectJobs({ root }: JobParts, events: ClaimedEvent[], dueAt: Date | null): Promise<void> {
  await root.fork().execute("SELECT gate.expect_jobs(string_to_array(?, ','), ?)", [idsOf(events), dueAt])
}

/** Adds the jobs that react to events, under stable ids: a repeat is harmless. */
async function react(parts: JobParts, events: ClaimedEvent[]): Promise<void> {
  const now = parts.clock.now()
  try {
    const jobs = events.flatMap((event) => reactionsTo(event, now))
    // A queue that was never reached does not refuse: it waits, and would hold the relay up.
    await beforeDeadline(addWithinMs, () => addJobs(parts.queues, jobs))
  } catch (error) {
    await expectJobs(parts, events, now)
    throw error
  }
  await expectJobs(parts, events, null)
}

/**
 * Publishes one batch of events and commits; then tells who watches, and adds the jobs that react. A relay that stands
 * still loses its claim, or its right to add the jobs, after four seconds: another one goes on. Answers how many events
 * it took.
 */
export async function relayOnce(parts: JobParts): Promise<number> {
  const events = await publish(parts)
  if (events.length > 0) await Promise.all([tell(parts, events), react(parts, events)])
  return events.length
}

/** Runs the relay until it is stopped: woken by the hint that follows a commit, and by a slow poll as the net. */
export async function startRelay(parts: JobParts): Promise<() => Promise<void>> {
  let stopped = false
  let wake = () => {}
  const unsubscribe = await parts.pubsub.subscribe(outboxChannel, () => wake())
  const loop = async () => {
    while (!stopped) {
      const hint = new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, pollEveryMs).unref()
      })
      try {
        let published = batch
        while (published >= batch && !stopped) published = await relayOnce(parts)
      } catch (error) {
        parts.log.warn({ err: error }, 'relay: will try again')
      }
      await hint
    }
  }
  const running = loop()
  return async () => {
    stopped = true
    wake()
    await running
    await unsubscribe()
  }
}
