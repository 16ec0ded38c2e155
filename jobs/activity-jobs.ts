import type { ActivityKind } from '../src/activities/activity.entity.ts'

/** THE table: which job takes up which kind of activity. Its data is `{ sellerId, subjectId }`, the activity. */
export const activityJobs: Partial<Record<ActivityKind, string>> = {
  USERS_ACTIVATE: 'user-statuses',
  USERS_DEACTIVATE: 'user-statuses',
  CATALOG_IMPORT: 'catalog-import',
  WEBHOOK_REPLAY: 'webhook-replay',
}
