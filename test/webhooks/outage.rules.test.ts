import { describe, expect, it } from 'vitest'
import { outageStep, type Outage } from '../../src/webhooks/outage.rules.ts'

const start = Date.parse('2026-03-02T10:00:00.000Z')
const at = (hours: number) => new Date(start + hours * 3_600_000)

function step(hours: number, { notices = 0, lastFailure = hours, disables = true } = {}) {
  const outage: Outage = { failingSince: at(0), lastFailureAt: at(lastFailure), notices, disables }
  const { act, notices: given, lookAgainAt } = outageStep(outage, at(hours))
  const again = lookAgainAt === null ? null : (lookAgainAt.getTime() - start) / 3_600_000
  return [act, given, again]
}

describe('an outage', () => {
  it.each([
    ['a minute after the first failure', 1 / 60, 0, [null, 0, 1]],
    ['after an hour', 1, 0, [{ tell: 'FAILING_1_HOUR' }, 1, 24]],
    ['after an hour and told', 1.5, 1, [null, 1, 24]],
    ['after a day', 24, 1, [{ tell: 'FAILING_24_HOURS' }, 2, 96]],
    ['a day before it is disabled', 96, 2, [{ tell: 'DISABLED_IN_24_HOURS' }, 3, 120]],
    ['told of that', 100, 3, [null, 3, 120]],
    ['after five days', 120, 3, ['DISABLE', 3, null]],
    ['after two days in which nobody looked: told once', 48, 0, [{ tell: 'FAILING_24_HOURS' }, 2, 96]],
    ['after six days in which nobody looked', 144, 0, ['DISABLE', 0, null]],
  ] as Array<[string, number, number, unknown[]]>)('%s', (_what, hours, notices, expected) => {
    expect(step(hours, { notices })).toEqual(expected)
  })

  it('of failures that lie less than twelve hours apart disables nothing', () => {
    expect(step(130, { notices: 3, lastFailure: 11.9 })).toEqual([null, 3, null])
    expect(step(130, { notices: 3, lastFailure: 12 })).toEqual(['DISABLE', 3, null])
  })

  it('where the policy is NEVER is told, never announced as the end, and never the end', () => {
    expect(step(24, { notices: 1, disables: false })).toEqual([{ tell: 'FAILING_24_HOURS' }, 2, null])
    expect(step(1000, { notices: 2, disables: false })).toEqual([null, 2, null])
  })
})
