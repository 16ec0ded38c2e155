import { expect, it } from 'vitest'
import { endedStatus, isOpen, percentOf } from '../../src/activities/activity-status.rules.ts'
import { ActivityStatus } from '../../src/activities/activity.entity.ts'

it('is open while it waits or runs, and at no other time', () => {
  expect(Object.values(ActivityStatus).filter(isOpen)).toEqual(['QUEUED', 'RUNNING'])
})

it('ends with errors where there are any', () => {
  expect([0, 1, 1000].map(endedStatus)).toEqual([
    'COMPLETED',
    'COMPLETED_WITH_ERRORS',
    'COMPLETED_WITH_ERRORS',
  ])
})

it.each([
  [0, null, null],
  [0, 0, 100],
  [0, 3, 0],
  [1, 3, 33],
  [2, 3, 66],
  [99_999, 100_000, 99],
  [100_000, 100_000, 100],
  [5, 4, 100],
])('%d of %d is %d percent', (done, total, percent) => {
  expect(percentOf(done, total)).toBe(percent)
})
