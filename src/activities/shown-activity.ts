import type { ActivityCount, ActivityFailure, ActivityProgressView } from './activities.view.ts'
import { percentOf } from './activity-status.rules.ts'
import type { Activity } from './activity.entity.ts'

/** How far an activity has come. */
export function progressOf({ done, total }: Activity): ActivityProgressView {
  return { done, total, percent: percentOf(done, total) }
}

/** What came of the items of an activity, by name. */
export function countsOf({ counts }: Activity): ActivityCount[] {
  return Object.entries(counts)
    .map(([name, count]) => ({ name, count }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** Why an activity is FAILED; null when it is not. */
export function failureOf({ failureCode: code, failureMessage: message }: Activity): ActivityFailure | null {
  return code === null ? null : { code, message: message ?? '' }
}
