import { sellersWithLostApprovers } from '../src/approvals/sellers-with-lost-approvers.ts'
import { platformId } from '../src/organizations/ensure-platform.ts'
import { addJobs } from './add-jobs.ts'
import { anchorAuditJob } from './anchor-audit.ts'
import { checkWebhookQueriesJob } from './check-webhook-queries.ts'
import { endSubscriptionsJob } from './end-subscriptions.ts'
import { expireDraftsJob } from './expire-drafts.ts'
import { expireWebhooksJob } from './expire-webhooks.ts'
import type { JobParts } from './parts.ts'
import { purgeJob } from './purge.ts'
import { renewSubscriptionsJob } from './renew-subscriptions.ts'
import { repairApprovalsJob } from './repair-approvals.ts'

const minuteMs = 60_000
const dayMs = 86_400_000

interface Line {
  job: { name: string }
  /** Counted from midnight, UTC. */
  everyMs: number
  /** For which sellers: one job each. */
  sellers: (parts: JobParts) => Promise<string[]>
}

async function movedHeads(parts: JobParts): Promise<string[]> {
  const rows = await parts.root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.moved_audit_heads() AS s')
  return rows.map(({ id }) => id)
}

/** The platform, once it is set up: what spans sellers is its work. */
async function platform(parts: JobParts): Promise<string[]> {
  const rows = await parts.root
    .fork()
    .execute('SELECT FROM gate.seller_scope(?) AS s WHERE (s).ancestors IS NOT NULL', [platformId])
  return rows.length > 0 ? [platformId] : []
}

async function withOldDrafts({ root, clock, draftLife }: JobParts): Promise<string[]> {
  const now = clock.now()
  const untouchedSince = new Date(now.getTime() - (draftLife.days - draftLife.noticeDays) * dayMs)
  const rows = await root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.sellers_with_old_drafts(?, ?) AS s', [
      untouchedSince,
      now,
    ])
  return rows.map(({ id }) => id)
}

async function withExpiredWebhooks({ root, clock }: JobParts): Promise<string[]> {
  const rows = await root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.sellers_with_expired_webhooks(?) AS s', [
      clock.now(),
    ])
  return rows.map(({ id }) => id)
}

async function withWebhookQueries({ root }: JobParts): Promise<string[]> {
  const rows = await root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.sellers_with_webhook_queries() AS s')
  return rows.map(({ id }) => id)
}

async function withEndingSubscriptions({ root, clock }: JobParts): Promise<string[]> {
  const rows = await root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.sellers_with_ending_subscriptions(?) AS s', [
      clock.now(),
    ])
  return rows.map(({ id }) => id)
}

async function withRenewals({ root, clock, renewalNoticeDays }: JobParts): Promise<string[]> {
  const rows = await root
    .fork()
    .execute<Array<{ id: string }>>('SELECT s AS id FROM gate.sellers_with_renewals(?, ?) AS s', [
      clock.now(),
      renewalNoticeDays,
    ])
  return rows.map(({ id }) => id)
}

/** The net under the reactions: keys that expire tell nobody, and a blocked approval waits for somebody new. */
async function withLostApprovers({ root, clock }: JobParts): Promise<string[]> {
  return sellersWithLostApprovers({ em: root.fork(), clock })
}

/** THE table: what runs when. If it is not here, it does not happen by itself. */
const timetable: Line[] = [
  { job: anchorAuditJob, everyMs: 10 * minuteMs, sellers: movedHeads },
  { job: expireDraftsJob, everyMs: 10 * minuteMs, sellers: withOldDrafts },
  { job: endSubscriptionsJob, everyMs: 10 * minuteMs, sellers: withEndingSubscriptions },
  { job: renewSubscriptionsJob, everyMs: 10 * minuteMs, sellers: withRenewals },
  { job: repairApprovalsJob, everyMs: minuteMs, sellers: withLostApprovers },
  { job: expireWebhooksJob, everyMs: minuteMs, sellers: withExpiredWebhooks },
  // A release may change the schema: soon after its start, and again should a worker have been older.
  { job: checkWebhookQueriesJob, everyMs: 10 * minuteMs, sellers: withWebhookQueries },
  { job: purgeJob, everyMs: 10 * minuteMs, sellers: platform },
]

/**
 * Adds the jobs of the current time slots. The slot is part of a job's id, so that however many processes look however
 * often, each runs once; and a queue that was wiped has them again within a minute, unlike a schedule kept in it.
 */
export async function startDueJobs(parts: JobParts): Promise<void> {
  const now = parts.clock.now().getTime()
  for (const { job, everyMs, sellers } of timetable) {
    const slot = Math.floor(now / everyMs)
    const due = await sellers(parts)
    await addJobs(
      parts.queues,
      due.map((sellerId) => ({
        job: { name: job.name },
        data: { sellerId },
        options: { jobId: `${job.name}.${sellerId}.${slot}` },
      })),
    )
  }
}

/** Looks at the timetable at start and then every minute, until it is stopped. */
export function startTimetable(parts: JobParts): () => Promise<void> {
  const look = () =>
    startDueJobs(parts).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'timetable: will look again'),
    )
  let running = look()
  const timer = setInterval(() => {
    running = look()
  }, minuteMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
