import { describe, expect, it } from 'vitest'
import { onTrial, type Breaker } from '../../src/webhooks/breaker.rules.ts'
import { pumpGate, type PumpedEndpoint } from '../../src/webhooks/pump-gate.rules.ts'

const now = new Date('2026-03-02T10:00:00.000Z')
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000)

const healthy: PumpedEndpoint = {
  isOff: false,
  ordering: 'PER_SUBJECT',
  maxConcurrency: 5,
  maxPerSecond: null,
  pausedUntil: null,
  breaker: null,
  bucket: null,
}
const all = { what: 'ALL', atOnce: 5, most: 5, until: null, onTrial: false }
const tests = { ...all, what: 'TESTS', most: 1 }
const openUntil = (seconds: number): Breaker => ({
  ...onTrial,
  state: 'OPEN',
  until: later(seconds).toISOString(),
  opened: 1,
})
const empty = { tokens: 0.5, at: now.toISOString() }

describe('the gate of a pump', () => {
  it.each([
    ['a healthy endpoint', {}, all],
    ['a strict one: one at a time', { ordering: 'STRICT' }, { ...all, atOnce: 1, most: 1 }],
    ['a disabled one: only tests', { isOff: true, pausedUntil: later(9) }, tests],
    ['a paused one: only tests, until it ends', { pausedUntil: later(7) }, { ...tests, until: later(7) }],
    ['one whose pause is over', { pausedUntil: later(0) }, all],
    ['an open breaker', { breaker: openUntil(30) }, { ...tests, until: later(30) }],
    [
      'an open breaker and a longer pause',
      { breaker: openUntil(30), pausedUntil: later(40) },
      { ...tests, until: later(40) },
    ],
    [
      'a breaker whose time is up: one on trial',
      { breaker: openUntil(0) },
      { ...all, atOnce: 1, most: 1, onTrial: true },
    ],
    ['one on trial', { breaker: onTrial }, { ...all, atOnce: 1, most: 1, onTrial: true }],
    ['a rate: what its bucket holds', { maxPerSecond: 3 }, { ...all, most: 3 }],
    [
      'a rate with an empty bucket',
      { maxPerSecond: 5, bucket: empty },
      { ...all, most: 0, until: later(0.15) },
    ],
  ] as Array<[string, Partial<PumpedEndpoint>, object]>)('%s', (_what, endpoint, gate) => {
    expect(pumpGate({ ...healthy, ...endpoint }, now)).toEqual(gate)
  })
})
