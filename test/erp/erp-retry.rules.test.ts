import { describe, expect, it } from 'vitest'
import { erpRetryWait, mostErpAttempts } from '../../src/erp/erp-retry.rules.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute

describe('the wait after an attempt', () => {
  it('grows from half a minute to a day, ten attempts in two days', () => {
    const waits = Array.from({ length: 9 }, (_, at) => erpRetryWait(at + 1, 0.5) ?? 0)
    expect(waits).toEqual([
      30 * second,
      2 * minute,
      10 * minute,
      24 * minute,
      hour,
      3 * hour,
      8 * hour,
      12 * hour,
      24 * hour,
    ])
    expect(waits.reduce((sum, wait) => sum + wait)).toBe(48 * hour + 36 * minute + 30 * second)
    expect(erpRetryWait(10, 0.5)).toBeNull()
    expect(mostErpAttempts).toBe(10)
  })

  it('is spread by a fifth either way', () => {
    expect([erpRetryWait(1, 0), erpRetryWait(1, 0.999_999)]).toEqual([24 * second, 36 * second])
  })
})
