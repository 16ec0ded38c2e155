import { describe, expect, it } from 'vitest'
import { isSameTrace, readTraceparent, writeTraceparent } from '../../src/platform/trace-context.rules.ts'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const spanId = '00f067aa0ba902b7'

describe('a traceparent', () => {
  it.each([
    ['01', true],
    ['00', false],
    ['03', true],
  ])('with flags %s says whether it is sampled: %s', (flags, isSampled) => {
    expect(readTraceparent(`00-${traceId}-${spanId}-${flags}`)).toEqual({ traceId, spanId, isSampled })
  })

  it('is written as it was read', () => {
    const text = `00-${traceId}-${spanId}-01`
    const read = readTraceparent(text)

    expect(read && writeTraceparent(read)).toBe(text)
  })

  it.each([
    ['nothing', null],
    ['an empty text', ''],
    ['another version', `01-${traceId}-${spanId}-01`],
    ['capitals', `00-${traceId.toUpperCase()}-${spanId}-01`],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['a span of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['more behind it', `00-${traceId}-${spanId}-01-x`],
    ['a comma, which would widen a list', `00-${traceId}-${spanId}-01,x`],
  ])('that is %s is none', (_what, text) => {
    expect(readTraceparent(text)).toBeNull()
  })

  it('belongs to one trace with another of the same id, and nothing with nothing', () => {
    const other = `00-${traceId}-b7ad6b7169203331-00`

    expect(isSameTrace(`00-${traceId}-${spanId}-01`, other)).toBe(true)
    expect(isSameTrace(`00-${'a'.repeat(32)}-${spanId}-01`, other)).toBe(false)
    expect(isSameTrace(null, null)).toBe(false)
  })
})
