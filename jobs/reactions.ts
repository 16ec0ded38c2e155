import { activityBegun } from '../src/activities/activities.events.ts'
import { jobDeadLettered, jobDeadLetterRetried } from '../src/dead-letters/dead-letters.events.ts'
import { eventsCatalog } from '../src/events-catalog.ts'
import { isNotified } from '../src/notifications/notified.rules.ts'
import { endpointKindOf } from '../src/notifications/told-endpoint.ts'
import { activityJobs } from './activity-jobs.ts'
import type { JobToAdd } from './add-jobs.ts'
import { fanOutBatchJobOf, fanOutBatchQueue } from './fan-out-job.ts'
import { pumpJobOf, pumpQueue } from './pump-job.ts'
import { pushQueue } from './push-job.ts'
import type { ClaimedEvent } from './relay-outbox.ts'
import { timerJob } from './timer-job.ts'
import { timersOfEvent } from './timers-of-event.ts'

/** THE table: what each event starts. If it is not here, it does not happen. Live updates are the relay's own. */
const table: Record<string, string[]> = {
  'order.submitted': ['order-number', 'terms-record'],
  'order.resubmitted': ['terms-record', 'approval-routing', pushQueue],
  'order.placed': ['approval-routing', pushQueue],
  'order.submitted_for_approval': ['approval-routing'],
  'order.approved': ['provisioning', pushQueue],
  // What an ERP holds of them is cancelled there.
  'order.rejected': [pushQueue],
  'order.cancelled': [pushQueue],
  'order.expired': [pushQueue],
  'order.information_provided': ['provisioning'],
  'order.fulfillment_retried': ['provisioning'],
  // Its add-ons may begin.
  'order.line_fulfilled': ['provisioning'],
  // Open approvals go on with others, or wait no more for whoever comes.
  'user.activated': ['approval-repair'],
  'user.deactivated': ['approval-repair'],
  'user.roles_changed': ['approval-repair'],
  'api_key.revoked': ['approval-repair'],
  'erp_push.retried': [pushQueue],
  'erp_connection.test_requested': ['erp-test'],
  'webhook_message.replayed': [pumpQueue],
  // Its message is made already: no fan-out would wake the pump for it.
  ping: [pumpQueue],
  // What waits is sent as the endpoint wants it now, or skipped.
  'webhook_endpoint.updated': [pumpQueue],
  'webhook_endpoint.enabled': [pumpQueue],
  'webhook_endpoint.disabled': [pumpQueue],
  'webhook_endpoint.deleted': [pumpQueue],
}

/** Wakes: they carry no identity, do whatever waits, and are folded while one of them waits or runs. */
const wakes = new Set(['order-number', 'approval-repair'])

/** People are told by mail of what `notified.rules.ts` lists. */
const notificationFanOut = 'notification-fan-out'
const offered = new Set(eventsCatalog.filter((event) => event.offeredToWebhooks).map((event) => event.type))

const wakeOptions = (name: string, sellerId: string) => ({
  deduplication: { id: `${name}.${sellerId}`, keepLastIfActive: true },
  removeOnComplete: true,
})

/** The endpoint that an event is about, or whose message it is about. */
function endpointOf({ subject_type: kind, subject_id: id, data }: ClaimedEvent): string {
  const { endpointId } = (data['webhookMessage'] ?? {}) as { endpointId?: string }
  return kind === 'webhook_endpoint' ? id : (endpointId ?? '')
}

function reaction(name: string, event: ClaimedEvent): JobToAdd {
  const { id: eventId, seller_id: sellerId, subject_id: subjectId, subject_version: subjectVersion } = event
  const { orderId } = (event.data['erpPush'] ?? {}) as { orderId?: string }
  const data = { sellerId, eventId, subjectId: orderId ?? subjectId, subjectVersion }
  if (name === fanOutBatchQueue) return fanOutBatchJobOf(sellerId)
  if (name === pumpQueue) return pumpJobOf({ sellerId, endpointId: endpointOf(event) })
  if (wakes.has(name)) return { job: { name }, data, options: wakeOptions(name, sellerId) }
  return { job: { name }, data, options: { jobId: `${eventId}.${name}` } }
}

/** A dead letter that somebody retried: its run goes on under a new id, for its queue remembers the old one. */
function retryOf(event: ClaimedEvent): JobToAdd {
  const { job, retry, runId, data: given } = jobDeadLetterRetried.schema.parse(event.data)
  const data = { ...given, sellerId: event.seller_id, runId }
  const name = job.queue
  if (wakes.has(name)) return { job: { name }, data, options: wakeOptions(name, event.seller_id) }
  return { job: { name }, data, options: { jobId: `${runId}.retry-${retry}` } }
}

/**
 * Whether endpoints may hear of the event. Webhooks do not tell that webhooks fail: that job would fail as well, and
 * tell of it, without end.
 */
export function isToldByWebhook({ type, data }: ClaimedEvent): boolean {
  const { queue } = (data['job'] ?? {}) as { queue?: string }
  return offered.has(type) && !(type === jobDeadLettered.type && queue?.startsWith('webhook-'))
}

/** Whether people hear of the event by mail. */
export function isToldByMail(event: ClaimedEvent): boolean {
  return isNotified(event) || endpointKindOf(event) !== null
}

/** The job that takes an activity up, by its kind. */
function takesUp({ type, data }: ClaimedEvent): string[] {
  if (type !== activityBegun.type) return []
  return [activityJobs[activityBegun.schema.parse(data).activity.kind]].filter((name) => name !== undefined)
}

/** The jobs that follow an event, under ids that make a repeat harmless. Timers wait from `now` until they are due. */
export function reactionsTo(event: ClaimedEvent, now: Date): JobToAdd[] {
  if (event.type === jobDeadLetterRetried.type) return [retryOf(event)]
  const names = [
    ...(table[event.type] ?? []),
    ...takesUp(event),
    ...(isToldByMail(event) ? [notificationFanOut] : []),
    // Every event that endpoints can subscribe to is offered to them.
    ...(isToldByWebhook(event) ? [fanOutBatchQueue] : []),
  ]
  const timers = timersOfEvent(event).flatMap((timer) => timerJob(timer, now))
  return [...names.map((name) => reaction(name, event)), ...timers]
}
