import { outboxChannel, liveChannelsOf } from '../src/events/live-channels.ts'
import { addJobs } from './add-jobs.ts'
import type { JobParts } from './parts.ts'
import { isToldByMail, isToldByWebhook, reactionsTo } from './reactions.ts'

const batch = 200
const pollEveryMs = 250

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
  const hints = events.flatMap((event) =>
    liveChannelsOf(event).map((channel) => parts.pubsub.publish(channel, event.id)),
  )
  const failed = (await Promise.allSettled(hints)).find((hint) => hint.status === 'rejected')
  if (failed) parts.log.warn({ err: failed.reason }, 'relay: a live update was not told')
}

/**
 * Publishes one batch: claims committed events, adds the jobs that react to them under stable ids, gives the events
 * their place in the feed, commits, and then tells who watches. A crash in between repeats the batch; the job ids
 * make the repeat harmless. A relay that stands still loses its claim after four seconds, so that another one goes on.
 * Answers how many events it published.
 */
export async function relayOnce(parts: JobParts): Promise<number> {
  const events = await parts.root.fork().transactional(async (em) => {
    const claimed = await em.execute<ClaimedEvent[]>('SELECT * FROM gate.claim_events(?)', [batch])
    if (claimed.length === 0) return claimed
    const now = parts.clock.now()
    await addJobs(
      parts.queues,
      claimed.flatMap((event) => reactionsTo(event, now)),
    )
    // The mapper spreads an array over several placeholders, so the ids travel as one text.
    await em.execute("SELECT gate.publish_events(string_to_array(?, ','), string_to_array(?, ','), ?)", [
      idsOf(claimed),
      idsOf(claimed.filter(isToldByWebhook)),
      parts.clock.now(),
    ])
    const toldByMail = idsOf(claimed.filter(isToldByMail))
    if (toldByMail) await em.execute("SELECT gate.await_notifications(string_to_array(?, ','))", [toldByMail])
    return claimed
  })
  await tell(parts, events)
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
        while (published === batch && !stopped) published = await relayOnce(parts)
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
