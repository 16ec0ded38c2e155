import { describe, expect, it } from 'vitest'
import {
  afterAttempt,
  halfOpen,
  heldUntil,
  onTrial,
  type Breaker,
  type BreakerHit,
} from '../../src/webhooks/breaker.rules.ts'

const start = Date.parse('2026-03-02T10:00:00.000Z')
const at = (seconds: number) => new Date(start + seconds * 1000)

/** A breaker after attempts that came back so many seconds after the start. */
function after(
  hits: ReadonlyArray<[seconds: number, hit: BreakerHit]>,
  from: Breaker | null = null,
): Breaker | null {
  return hits.reduce<Breaker | null>(
    (breaker, [seconds, hit]) => afterAttempt(breaker, hit, at(seconds)),
    from,
  )
}

const times = (count: number, hit: BreakerHit, everySeconds = 1, first = 0) =>
  Array.from({ length: count }, (_, n): [number, BreakerHit] => [first + n * everySeconds, hit])

describe('a breaker', () => {
  it.each([
    ['nine failures', times(9, 'FAILURE'), 'CLOSED'],
    ['ten failures', times(10, 'FAILURE'), 'OPEN'],
    ['five of ten that failed', [...times(5, 'SUCCESS'), ...times(5, 'FAILURE')], 'OPEN'],
    ['five of eleven that failed', [...times(6, 'SUCCESS'), ...times(5, 'FAILURE')], 'CLOSED'],
    ['ten failures over ninety seconds', times(10, 'FAILURE', 10), 'CLOSED'],
    ['four in a row that reached nobody', times(4, 'UNREACHED', 300), 'CLOSED'],
    ['five in a row that reached nobody, however rare', times(5, 'UNREACHED', 300), 'OPEN'],
    [
      'five that reached nobody, with a success between',
      [...times(4, 'UNREACHED'), ...times(1, 'SUCCESS'), ...times(1, 'UNREACHED')],
      'CLOSED',
    ],
    ['a hundred receivers that ask for time', times(100, 'NEUTRAL', 0), 'CLOSED'],
  ] as Array<[string, Array<[number, BreakerHit]>, string]>)('after %s', (_what, hits, state) => {
    expect(after(hits)?.state).toBe(state)
  })

  it('opens for 30 s, then twice as long each time its trial fails, up to ten minutes', () => {
    let breaker = after(times(10, 'FAILURE', 0))
    const waits: number[] = []
    let seconds = 0
    for (let opened = 1; opened <= 7; opened++) {
      const until = heldUntil(breaker, at(seconds))
      waits.push(((until?.getTime() ?? 0) - at(seconds).getTime()) / 1000)
      seconds += waits.at(-1) ?? 0
      expect(heldUntil(breaker, at(seconds))).toBeNull()
      breaker = afterAttempt(halfOpen(breaker!), 'FAILURE', at(seconds))
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 600, 600])
  })

  it('is closed by one success of its trial, and starts at 30 s again', () => {
    const closed = afterAttempt(halfOpen(after(times(10, 'FAILURE', 0))!), 'SUCCESS', at(31))
    expect(closed).toEqual({ state: 'CLOSED', until: null, opened: 0, connectErrors: 0, recent: [] })
    expect(after(times(10, 'FAILURE', 0, 32), closed)).toMatchObject({
      state: 'OPEN',
      until: at(62).toISOString(),
    })
  })

  it('minds nothing that comes back while it is open: that was sent before', () => {
    const open = after(times(10, 'FAILURE', 0))
    expect(after([...times(3, 'SUCCESS'), ...times(30, 'FAILURE')], open)).toEqual(open)
  })

  it('is on trial when the endpoint is enabled again', () => {
    expect(afterAttempt(onTrial, 'FAILURE', at(0))).toMatchObject({ state: 'OPEN', opened: 1 })
    expect(afterAttempt(onTrial, 'SUCCESS', at(0)).state).toBe('CLOSED')
  })
})
