import { localDate } from '../platform/calendar.ts'

/** When a series starts again at 1, in the seller's time zone. */
export type NumberReset = 'NEVER' | 'YEARLY' | 'MONTHLY'

/** What fills the tokens of a pattern. */
export type NumberParts = {
  prefix: string
  /** Four digits. */
  year: number
  /** 1 to 12. */
  month: number
  /** From 1; a text for an OPAQUE series. */
  sequence: number | bigint | string
}

/** SEQUENTIAL counts; OPAQUE shuffles what it counts, so that numbers do not tell how many there are. */
export type NumberPolicy = 'SEQUENTIAL' | 'OPAQUE'

export type PatternProblem = { code: 'NUMBER_PATTERN_INVALID'; message: string }

const TOKEN = /\{([^{}]*)\}/g
const SEQUENCE = /^seq(?::([1-9]|1[0-2]))?$/
const LONGEST_PATTERN = 60

/**
 * Fills a pattern such as `{prefix}-{yyyy}-{seq:6}`: `SO-2026-000042`. Tokens: `{prefix}`, `{yyyy}`, `{yy}`, `{mm}`,
 * `{seq}` or `{seq:width}`. A sequence that outgrows its width is written in full, never cut.
 * The pattern must have passed {@link patternProblem}.
 */
export function formatOrderNumber(pattern: string, parts: NumberParts): string {
  return pattern.replace(TOKEN, (whole, name: string) => {
    switch (name) {
      case 'prefix':
        return parts.prefix
      case 'yyyy':
        return String(parts.year).padStart(4, '0')
      case 'yy':
        return String(parts.year % 100).padStart(2, '0')
      case 'mm':
        return String(parts.month).padStart(2, '0')
      default: {
        const width = SEQUENCE.exec(name)
        return width ? String(parts.sequence).padStart(Number(width[1] ?? 1), '0') : whole
      }
    }
  })
}

/**
 * Why a pattern may not be used with a reset, or null. A series that starts again must carry what tells its
 * periods apart, or it would issue one number twice.
 */
export function patternProblem(pattern: string, reset: NumberReset): PatternProblem | null {
  const tokens = [...pattern.matchAll(TOKEN)].map((match) => match[1] ?? '')
  const has = (...names: string[]): boolean => names.some((name) => tokens.includes(name))
  const known = ['prefix', 'yyyy', 'yy', 'mm']
  const unknown = tokens.find((token) => !known.includes(token) && !SEQUENCE.test(token))
  if (pattern.length > LONGEST_PATTERN) return problem(`Use at most ${LONGEST_PATTERN} characters.`)
  if (unknown !== undefined) {
    return problem(
      `"{${unknown}}" is no token; use {prefix}, {yyyy}, {yy}, {mm} and {seq:6} (width 1 to 12).`,
    )
  }
  if (!/^[A-Za-z0-9._/-]*$/.test(pattern.replace(TOKEN, ''))) {
    return problem('Between the tokens use letters, digits and . _ / - only.')
  }
  if (tokens.filter((token) => SEQUENCE.test(token)).length !== 1) {
    return problem('Use {seq} exactly once; without it numbers would repeat.')
  }
  if (reset !== 'NEVER' && !has('yyyy', 'yy')) {
    return problem('Add {yyyy} or {yy}: the series starts again and its numbers would repeat.')
  }
  if (reset === 'MONTHLY' && !has('mm')) {
    return problem('Add {mm}: the series starts again every month and its numbers would repeat.')
  }
  return null
}

/**
 * Why a pattern may not be used with a policy, or null. OPAQUE numbers have letters and digits of a fixed, even width,
 * wide enough that guessing one is hopeless.
 */
export function policyProblem(pattern: string, policy: NumberPolicy): PatternProblem | null {
  if (policy === 'SEQUENTIAL') return null
  const width = sequenceWidth(pattern)
  if (width >= 6 && width % 2 === 0) return null
  return problem('Use {seq:6}, {seq:8}, {seq:10} or {seq:12} with OPAQUE.')
}

/** The width of a pattern's sequence. */
export function sequenceWidth(pattern: string): number {
  const token = [...pattern.matchAll(TOKEN)].find((match) => SEQUENCE.test(match[1] ?? ''))
  return Number(SEQUENCE.exec(token?.[1] ?? '')?.[1] ?? 1)
}

/**
 * The name of the period that an instant falls into, in the seller's time zone: `ALL`, `2026` or `2026-11`.
 * Throws RangeError for an unknown zone.
 */
export function periodKey(reset: NumberReset, instant: string | Date, timeZone: string): string {
  if (reset === 'NEVER') return 'ALL'
  const date = localDate(instant, timeZone)
  return reset === 'YEARLY' ? date.slice(0, 4) : date.slice(0, 7)
}

function problem(message: string): PatternProblem {
  return { code: 'NUMBER_PATTERN_INVALID', message }
}
