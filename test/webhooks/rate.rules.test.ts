import { describe, expect, it } from 'vitest'
import { filled, refilledAt, taken, type Bucket } from '../../src/webhooks/rate.rules.ts'

const start = Date.parse('2026-03-02T10:00:00.000Z')
const at = (seconds: number) => new Date(start + seconds * 1000)

describe('a token bucket', () => {
  it.each([
    ['full when nothing was sent yet', null, 5, 0, 5],
    ['filled evenly', { tokens: 1, at: at(0).toISOString() }, 5, 0.4, 3],
    ['never fuller than one second brings', { tokens: 1, at: at(0).toISOString() }, 5, 60, 5],
    ['not emptied by a clock that went back', { tokens: 1, at: at(0).toISOString() }, 5, -60, 1],
  ] as Array<[string, Bucket | null, number, number, number]>)(
    'is %s',
    (_what, bucket, rate, seconds, tokens) => {
      expect(filled(bucket, rate, at(seconds)).tokens).toBeCloseTo(tokens, 9)
    },
  )

  it.each([
    [1, 0, 1000],
    [5, 0, 250],
    [5, 0.5, 150],
    [1000, 0, 250],
  ])('of %d a second with %d left is worth a look in %d ms', (rate, tokens, ms) => {
    expect(refilledAt({ tokens, at: at(0).toISOString() }, rate).getTime() - at(0).getTime()).toBe(ms)
  })

  it('lets at most 55 through in any ten seconds at 5 a second, however it is asked', () => {
    const sent: number[] = []
    let bucket: Bucket | null = null
    for (let seconds = 0; seconds < 60; seconds += 0.05) {
      const now = filled(bucket, 5, at(seconds))
      const count = Math.floor(now.tokens)
      sent.push(...Array<number>(count).fill(seconds))
      bucket = taken(now, count)
    }
    const worst = Math.max(...sent.map((from) => sent.filter((one) => one >= from && one < from + 10).length))
    expect(worst).toBeLessThanOrEqual(55)
    expect(sent.length).toBeGreaterThanOrEqual(300)
  })
})
