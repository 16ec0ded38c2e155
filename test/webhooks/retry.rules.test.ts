import { describe, expect, it } from 'vitest'
import { noTimings } from '../../integrations/webhooks/delivery-timings.ts'
import type { DeliveryErrorCode, DeliveryOutcome } from '../../src/webhooks/delivery-port.ts'
import { nextAttempt } from '../../src/webhooks/retry.rules.ts'

const now = new Date('2026-03-02T10:00:00.000Z')

function answered(status: number, headers: Record<string, string> = {}): DeliveryOutcome {
  const about = { durationMs: 12, remoteAddress: '93.184.216.34', timings: noTimings }
  const rest = { body: Buffer.alloc(0), truncated: false, ...about }
  return { kind: 'response', status, headers, ...rest }
}

function failedBy(code: DeliveryErrorCode): DeliveryOutcome {
  return {
    kind: 'error',
    code,
    message: 'It failed.',
    durationMs: 12,
    remoteAddress: null,
    timings: noTimings,
  }
}

/** Without jitter unless asked: 0.5 is the middle. */
function after(outcome: DeliveryOutcome, { attempt = 1, random = 0.5 } = {}) {
  return nextAttempt({ outcome, attempt, now, random })
}

function secondsUntilRetry(outcome: DeliveryOutcome, made: { attempt?: number; random?: number } = {}) {
  const next = after(outcome, made)
  return next.state === 'RETRYING' ? (next.at.getTime() - now.getTime()) / 1000 : next.state
}

describe('the schedule', () => {
  it('waits 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, then gives up', () => {
    const waits = Array.from({ length: 11 }, (_, made) =>
      secondsUntilRetry(answered(500), { attempt: made + 1 }),
    )
    expect(waits).toEqual([5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400, 'FAILED', 'FAILED'])
  })

  it.each([
    [0, 240],
    [0.25, 270],
    [0.5, 300],
    [0.75, 330],
    [0.999999, 359.999],
  ])('spreads by a fifth either way: chance %d makes five minutes %d seconds', (random, seconds) => {
    expect(secondsUntilRetry(answered(500), { attempt: 2, random })).toBeCloseTo(seconds, 2)
  })
})

describe('success', () => {
  it.each([200, 201, 202, 204, 299])('is %i', (status) => {
    expect(after(answered(status))).toEqual({ state: 'SUCCEEDED' })
  })

  it.each([100, 199, 300, 301, 302, 307, 308, 400, 401, 404, 408, 500, 503])(
    'is not %i: it is tried again',
    (status) => {
      const at = new Date(now.getTime() + 5000)
      expect(after(answered(status))).toEqual({ state: 'RETRYING', at, pauseUntil: null })
    },
  )

  it.each(['DNS', 'REFUSED', 'TLS', 'TIMEOUT', 'FORBIDDEN_ADDRESS', 'RESET', 'TOO_LARGE', 'OTHER'] as const)(
    'is not the error %s: it is tried again, and fails after the tenth attempt',
    (code) => {
      const at = new Date(now.getTime() + 5000)
      expect(after(failedBy(code))).toEqual({ state: 'RETRYING', at, pauseUntil: null })
      expect(after(failedBy(code), { attempt: 10 })).toEqual({ state: 'FAILED' })
    },
  )
})

describe('the receiver’s word', () => {
  it('410 ends the delivery and disables the endpoint, whatever else it says', () => {
    expect(after(answered(410))).toEqual({ state: 'FAILED', disable: 'GONE' })
    expect(after(answered(410, { 'webhook-delivery': 'disable', 'retry-after': '5' }))).toEqual({
      state: 'FAILED',
      disable: 'GONE',
    })
  })

  it('disable ends the delivery and disables the endpoint', () => {
    expect(after(answered(400, { 'webhook-delivery': ' Disable ' }))).toEqual({
      state: 'FAILED',
      disable: 'RECEIVER_REQUEST',
    })
  })

  it('disable with a 2xx keeps the success and disables the endpoint', () => {
    expect(after(answered(200, { 'webhook-delivery': 'disable' }))).toEqual({
      state: 'SUCCEEDED',
      disable: 'RECEIVER_REQUEST',
    })
  })

  it('abort-message ends this delivery only, and means nothing on a success', () => {
    expect(after(answered(500, { 'webhook-delivery': 'abort-message' }))).toEqual({ state: 'FAILED' })
    expect(after(answered(200, { 'webhook-delivery': 'abort-message' }))).toEqual({ state: 'SUCCEEDED' })
  })

  it('an unknown word changes nothing', () => {
    expect(secondsUntilRetry(answered(500, { 'webhook-delivery': 'explode' }))).toBe(5)
  })
})

describe('Retry-After', () => {
  it.each([429, 502, 503, 504])('on %i makes the whole endpoint wait that long', (status) => {
    const at = new Date(now.getTime() + 7000)
    expect(after(answered(status, { 'retry-after': '7' }))).toEqual({
      state: 'RETRYING',
      at,
      pauseUntil: at,
    })
  })

  it.each([
    ['shorter than the step: the step', 2, '7', 300],
    ['longer than the step: as asked', 2, '900', 900],
    ['above an hour: an hour', 1, '999999', 3600],
    ['above an hour when the step is longer still: the step', 4, '999999', 7200],
    ['as a date', 1, 'Mon, 02 Mar 2026 10:01:30 GMT', 90],
    ['as a date in the past: the step', 1, 'Mon, 02 Mar 2026 09:00:00 GMT', 5],
    ['negative: the step', 1, '-5', 5],
    ['with a fraction: the step', 1, '1.5', 5],
    ['that is nonsense: the step', 1, 'soon', 5],
    ['that is empty: the step', 1, '', 5],
    ['with more digits than a number holds: an hour', 1, '9'.repeat(400), 3600],
  ])('%s', (_what, attempt, value, seconds) => {
    expect(secondsUntilRetry(answered(429, { 'retry-after': value }), { attempt })).toBe(seconds)
  })

  it('above an hour makes the endpoint wait no longer than that, though the delivery waits for its step', () => {
    const next = after(answered(503, { 'retry-after': '999999' }), { attempt: 4 })
    expect(next).toMatchObject({ pauseUntil: new Date(now.getTime() + 3_600_000) })
  })

  it('is never undercut by jitter', () => {
    expect(secondsUntilRetry(answered(429, { 'retry-after': '300' }), { attempt: 2, random: 0 })).toBe(300)
  })

  it('on other answers is not heeded', () => {
    expect(secondsUntilRetry(answered(500, { 'retry-after': '900' }))).toBe(5)
  })

  it('does not prolong the last attempt', () => {
    expect(after(answered(429, { 'retry-after': '7' }), { attempt: 10 })).toEqual({ state: 'FAILED' })
  })
})
