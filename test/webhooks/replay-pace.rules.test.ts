import { expect, it } from 'vitest'
import { replayPace } from '../../src/webhooks/replay-pace.rules.ts'

it.each([
  [null, 50, 2000],
  [1, 1, 2000],
  [2, 2, 2000],
  [5, 5, 2000],
  [0.5, 1, 4000],
  [0.1, 1, 20_000],
])('an endpoint of %d messages a second is replayed %i messages every %i ms', (rate, perPart, waitMs) => {
  expect(replayPace(rate)).toEqual({ perPart, waitMs })
  if (rate !== null) expect((perPart * 1000) / waitMs).toBeLessThanOrEqual(rate / 2)
})
