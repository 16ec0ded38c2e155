import { z } from 'zod'
import { defineEvent } from '../events/event.ts'
import { ActivityKind, ActivityStatus } from './activity.entity.ts'

const snapshot = z.object({
  activity: z.object({
    id: z.string(),
    sellerId: z.string(),
    organizationId: z.string().nullable(),
    kind: z.enum(ActivityKind),
    status: z.enum(ActivityStatus),
    version: z.int(),
    total: z.int().nullable(),
    done: z.int(),
    counts: z.record(z.string(), z.int()),
    errorCount: z.int(),
    failureCode: z.string().nullable(),
    beganBy: z.string(),
    beganByName: z.string(),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  }),
})

const activity = {
  id: 'act_06f3k8z0000000000000000031',
  sellerId: 'org_06f3k8z0000000000000000003',
  organizationId: 'org_06f3k8z0000000000000000004',
  kind: 'USERS_DEACTIVATE' as const,
  status: 'QUEUED' as const,
  version: 1,
  total: 500,
  done: 0,
  counts: {},
  errorCount: 0,
  failureCode: null,
  beganBy: 'usr_06f3k8z0000000000000000005',
  beganByName: 'Ada Krüger',
  createdAt: '2026-11-27T09:30:00.000Z',
  startedAt: null,
  endedAt: null,
}

const ofActivity = { subjectType: 'activity', since: '0.1', schema: snapshot, offeredToWebhooks: true }

export const activityBegun = defineEvent({
  ...ofActivity,
  type: 'activity.begun',
  description: 'Long-running work was asked for; a worker takes it up.',
  example: { activity },
})

export const activityEnded = defineEvent({
  ...ofActivity,
  type: 'activity.ended',
  description:
    'Long-running work came to its end, stopped or was cancelled; `status` says which, `counts` what came of it.',
  example: {
    activity: {
      ...activity,
      status: 'COMPLETED_WITH_ERRORS' as const,
      version: 3,
      done: 500,
      counts: { changed: 498, unchanged: 1 },
      errorCount: 1,
      startedAt: '2026-11-27T09:30:00.400Z',
      endedAt: '2026-11-27T09:30:03.100Z',
    },
  },
})

export const activityReopened = defineEvent({
  ...ofActivity,
  type: 'activity.reopened',
  description:
    'Long-running work that had FAILED goes on where it stopped: somebody had its job retried. It ends once more.',
  example: { activity: { ...activity, version: 4, done: 200, startedAt: '2026-11-27T09:30:00.400Z' } },
})

/** Every event about activities. */
export const activityEvents = [activityBegun, activityEnded, activityReopened]
