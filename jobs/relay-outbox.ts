import { outboxChannel, liveChannelsOf } from '../src/events/live-channels.ts'
import { eventAttributes } from '../src/events/event-attributes.ts'
import { errorName } from '../src/platform/error-name.ts'
import type { Span } from '../src/platform/tracing.ts'
import { addJobs } from './add-jobs.ts'
import { beforeDeadline } from './before-deadline.ts'
import type { JobParts } from './parts.ts'
import { isToldByMail, isToldByWebhook, reactionsTo } from './reactions.ts'
import { followedBy } from './followed-by.ts'

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
  /** The span that recorded it; from its publication on the one that published it. */
  traceparent: string | null
}

const idsOf = (events: ClaimedEvent[]) => events.map((event) => event.id).join(',')

/** Tells who watches. A hint that cannot be sent is no fault: whoever listens also looks by itself. */
async function tell(parts: JobParts, events: ClaimedEvent[]): Promise<void> {
  const channels = new Set(events.flatMap(liveChannelsOf))
  const hints = [...channels].map((channel) => parts.pubsub.publish(channel, '1'))
  const failed = (await Promise.allSettled(hints)).find((hint) => hint.status === 'rejected')
  if (failed) parts.log.warn({ err: failed.reason }, 'relay: a live update was not told')
}

/** Begins the span of each event's publication, and makes it what follows the event follows from. */
function beginSpans({ tracing }: JobParts, events: ClaimedEvent[]): Span[] {
  if (!tracing) return []
  return events.map((event) => {
    const { id, type, seller_id: sellerId, subject_type: subjectType, subject_id: subjectId } = event
    const span = tracing.begin({
      name: `publish ${type}`,
      kind: 'PRODUCER',
      parent: event.traceparent,
      attributes: eventAttributes({ id, type, sellerId, subjectType, subjectId }),
    })
    event.traceparent = span.traceparent
    return span
  })
}

/** Claims committed events and gives them their place in the feed; those whose jobs somebody failed to add come again. */
async function publish(parts: JobParts, spans: Span[]): Promise<ClaimedEvent[]> {
  return parts.root.fork().transactional(async (em) => {
    const now = parts.clock.now()
    const claimed = await em.execute<ClaimedEvent[]>('SELECT * FROM gate.claim_events(?, ?)', [batch, now])
    if (claimed.length === 0) return claimed
    spans.push(...beginSpans(parts, claimed))
    const told = [claimed, claimed.filter(isToldByWebhook), claimed.filter(isToldByMail)].map(idsOf)
    // The mapper spreads an array over several placeholders, so the ids travel as texts.
    const ids = "string_to_array(?, ',')"
    await em.execute(`SELECT gate.publish_events(${ids}, ${ids}, ${ids}, ?, ?)`, [
      ...told,
      now,
      new Date(now.getTime() + addWithinMs),
    ])
    if (spans.length > 0)
      await em.execute(`SELECT gate.trace_events(${ids}, ${ids})`, [
        idsOf(claimed),
        claimed.map(({ traceparent }) => traceparent).join(),
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
    const jobs = events.flatMap((event) => followedBy(event.traceparent, reactionsTo(event, now)))
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
  const spans: Span[] = []
  try {
    const events = await publish(parts, spans)
    if (events.length > 0) await Promise.all([tell(parts, events), react(parts, events)])
    return events.length
  } catch (error) {
    for (const span of spans) span.fail(errorName(error))
    throw error
  } finally {
    for (const span of spans) span.end()
  }
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
