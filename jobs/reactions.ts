import type { JobsOptions } from '../src/platform/queues.ts'
import type { JobDefinition } from './job.ts'
import type { ClaimedEvent } from './relay-outbox.ts'

/** A job that an event starts. */
export interface Reaction {
  job: Pick<JobDefinition, 'name'>
  data: { sellerId: string } & Record<string, unknown>
  options: JobsOptions
}

/** THE table: what each event starts. If it is not here, it does not happen. Live updates are the relay's own. */
const table: Record<string, string[]> = {
  'order.submitted': ['order-number', 'terms-record'],
  'order.resubmitted': ['terms-record', 'approval-routing'],
  'order.placed': ['approval-routing'],
  'order.submitted_for_approval': ['approval-routing'],
  'order.approved': ['provisioning'],
  'order.information_provided': ['provisioning'],
  'order.fulfillment_retried': ['provisioning'],
}

/** Wakes: they carry no identity, do whatever waits, and are folded while one of them waits or runs. */
const wakes = new Set(['order-number'])

/** Every event that endpoints can subscribe to is offered to them. */
const fanOut = 'webhook-fan-out'

function reaction(name: string, event: ClaimedEvent): Reaction {
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

/** The jobs that follow an event, under ids that make a repeat harmless. */
export function reactionsTo(event: ClaimedEvent): Reaction[] {
  return [...(table[event.type] ?? []), fanOut].map((name) => reaction(name, event))
}
