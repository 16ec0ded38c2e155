import { eventsCatalog } from '../src/events-catalog.ts'
import type { JobToAdd } from './add-jobs.ts'
import type { ClaimedEvent } from './relay-outbox.ts'

/** THE table: what each event starts. If it is not here, it does not happen. Live updates are the relay's own. */
const table: Record<string, string[]> = {
  'order.submitted': ['order-number', 'terms-record'],
  'order.resubmitted': ['terms-record', 'approval-routing'],
  'order.placed': ['approval-routing'],
  'order.submitted_for_approval': ['approval-routing'],
  'order.approved': ['provisioning'],
  'order.information_provided': ['provisioning'],
  'order.fulfillment_retried': ['provisioning'],
  // Its add-ons may begin.
  'order.line_fulfilled': ['provisioning'],
  'webhook_message.replayed': ['webhook-delivery'],
}

/** Wakes: they carry no identity, do whatever waits, and are folded while one of them waits or runs. */
const wakes = new Set(['order-number'])

/** Every event that endpoints can subscribe to is offered to them. */
const fanOut = 'webhook-fan-out'
const offered = new Set(eventsCatalog.filter((event) => event.offeredToWebhooks).map((event) => event.type))

function reaction(name: string, event: ClaimedEvent): JobToAdd {
  const data = { sellerId: event.seller_id, eventId: event.id, subjectId: event.subject_id }
  if (wakes.has(name))
    return {
      job: { name },
      data,
      options: {
        deduplication: { id: `${name}.${event.seller_id}`, keepLastIfActive: true },
        removeOnComplete: true,
      },
    }
  return { job: { name }, data, options: { jobId: `${event.id}.${name}` } }
}

/** Whether endpoints may hear of the event. */
export function isOfferedToWebhooks(event: Pick<ClaimedEvent, 'type'>): boolean {
  return offered.has(event.type)
}

/** The jobs that follow an event, under ids that make a repeat harmless. */
export function reactionsTo(event: ClaimedEvent): JobToAdd[] {
  const names = [...(table[event.type] ?? []), ...(isOfferedToWebhooks(event) ? [fanOut] : [])]
  return names.map((name) => reaction(name, event))
}
