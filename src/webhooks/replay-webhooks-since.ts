import { Activity } from '../activities/activity.entity.ts'
import { beginActivity } from '../activities/begin-activity.ts'
import type { Ctx } from '../access/ctx.ts'
import { eventTypeProblem } from '../events/event-types.rules.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { offeredEvents } from './offered-events.ts'
import { countReplay, namesMatching, type ReplayWork } from './replay-choice.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import type { WebhookReplaySinceInput } from './webhooks.inputs.ts'

/** What was started, or counted. */
export interface ReplayStarted {
  webhookEndpoint: WebhookEndpoint
  /** Null for a dry run. */
  activity: Activity | null
  replayedCount: number
  hasMore: false
}

function replayProblems({ since, until, eventTypes, statuses }: WebhookReplaySinceInput): Problem[] {
  const known = offeredEvents().map(({ type }) => type)
  const period = 'Give an end that lies after the beginning.'
  return [
    ...(until && until <= since ? [{ code: 'PERIOD_INVALID', message: period, path: ['until'] }] : []),
    ...(eventTypes ?? []).flatMap((pattern, at) => {
      const problem = eventTypeProblem(pattern, known)
      return problem ? [{ ...problem, path: ['eventTypes', String(at)] }] : []
    }),
    ...(statuses?.length === 0
      ? [{ code: 'REQUIRED', message: 'Name a status, or leave the list out.', path: ['statuses'] }]
      : []),
  ]
}

/** Two at once would send twice, and at more than half of the endpoint's rate. */
async function refuseSecond(ctx: Ctx, endpoint: WebhookEndpoint): Promise<void> {
  const running = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT id FROM activity WHERE seller_id = ? AND kind = 'WEBHOOK_REPLAY' AND status IN ('QUEUED', 'RUNNING')
       AND input ->> 'endpointId' = ? LIMIT 1`,
    [endpoint.sellerId, endpoint.id],
  )
  if (!running[0]) return
  throw refuse('WEBHOOK_REPLAY_RUNNING', 'Wait for the replay of this endpoint that runs, or cancel it.', {
    path: ['endpointId'],
    details: { activityId: running[0].id },
  })
}

/**
 * Sends again what one endpoint missed in a period, as an activity with progress that `activityCancel` stops: oldest
 * first, original bytes, at no more than half of the endpoint's rate. By default its FAILED and SKIPPED messages;
 * NEVER_ATTEMPTED adds the events that it would hear today and that made no message for it: a stored query is asked
 * about them now, and tells how things are now. What is under way is left out. A dry run only counts. Refuses WEBHOOK_ENDPOINT_DISABLED and WEBHOOK_REPLAY_RUNNING.
 */
export async function replayWebhooksSince(ctx: Ctx, input: WebhookReplaySinceInput): Promise<ReplayStarted> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  refuseAll(replayProblems(input))
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId)
  const work: ReplayWork = {
    endpointId: endpoint.id,
    since: input.since.toISOString(),
    // What happens after this instant is not the replay's.
    until: (input.until ?? new Date(ctx.clock.now().getTime() + 1)).toISOString(),
    eventTypes: namesMatching(input.eventTypes ?? ['*']),
    statuses: [...new Set(input.statuses ?? (['FAILED', 'SKIPPED'] as const))],
  }
  if (input.dryRun) {
    const replayedCount = await countReplay(ctx, endpoint, work)
    return { webhookEndpoint: endpoint, activity: null, replayedCount, hasMore: false }
  }
  const activity = await idempotent(
    ctx,
    { operation: 'webhookReplaySince', input },
    {
      async work() {
        if (endpoint.status !== 'ACTIVE')
          throw refuse(
            'WEBHOOK_ENDPOINT_DISABLED',
            'Enable the endpoint first, then replay what it missed.',
            ['endpointId'],
          )
        await refuseSecond(ctx, endpoint)
        const total = await countReplay(ctx, endpoint, work)
        return beginActivity(ctx, { kind: 'WEBHOOK_REPLAY', input: work, total, resumable: true })
      },
      async replay(id) {
        const begun = await ctx.em.findOne(Activity, { id })
        if (!begun) throw notFound('activity')
        return begun
      },
    },
  )
  return { webhookEndpoint: endpoint, activity, replayedCount: activity.total ?? 0, hasMore: false }
}
