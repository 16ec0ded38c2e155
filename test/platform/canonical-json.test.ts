import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../src/platform/canonical-json.ts'

describe('canonicalJson', () => {
  it('sorts keys by UTF-16 code units at every depth, without spaces (RFC 8785, 3.2.3)', () => {
    // U+1F600 is written with surrogates (D83D DE00) and so comes before U+FB33.
    const value = {
      '€': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '😀': 5,
      '\u0080': 6,
      ö: { b: [true, null], a: -0 },
    }

    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":{"a":0,"b":[true,null]},"€":1,"😀":5,"\ufb33":3}',
    )
  })

  it('refuses numbers that languages print differently', () => {
    expect(() => canonicalJson({ price: 0.1 })).toThrow('Write 0.1 as a string')
  })
})
