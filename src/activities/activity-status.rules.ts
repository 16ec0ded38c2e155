import type { ActivityStatus } from './activity.entity.ts'

/** Statuses in which an activity has not ended: its job may take it up, and it can be cancelled. */
const openStatuses: readonly ActivityStatus[] = ['QUEUED', 'RUNNING']

/** True while the activity has not ended. */
export function isOpen(status: ActivityStatus): boolean {
  return openStatuses.includes(status)
}

/** How an activity ends that came to its end by itself. */
export function endedStatus(errorCount: number): 'COMPLETED' | 'COMPLETED_WITH_ERRORS' {
  return errorCount === 0 ? 'COMPLETED' : 'COMPLETED_WITH_ERRORS'
}

/** Hundredths done, rounded down, so that 100 means all; null while nobody knows how much there is. */
export function percentOf(done: number, total: number | null): number | null {
  if (total === null) return null
  if (total === 0) return 100
  return Math.min(100, Math.floor((done * 100) / total))
}
