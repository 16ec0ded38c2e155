import { sequenceWidth, type NumberPolicy } from './number-pattern.rules.ts'

/** What decides how the numbers of a series look. */
export type NumberShape = { pattern: string; prefix: string; policy: NumberPolicy }

/** The characters that may stand at one place; `repeats`: any number of times, none included. */
type Place = { characters: string; repeats: boolean }

const digits = '0123456789'
/** Crockford's base 32: no letter that reads like a digit. */
export const opaqueAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const one = (characters: string): Place => ({ characters, repeats: false })

function placesOf(shape: NumberShape): Place[] {
  const width = sequenceWidth(shape.pattern)
  const sequence =
    shape.policy === 'OPAQUE'
      ? Array.from({ length: width }, () => one(opaqueAlphabet))
      : [...Array.from({ length: width }, () => one(digits)), { characters: digits, repeats: true }]
  const literal = (text: string) => [...text.toUpperCase()].map(one)
  return shape.pattern.split(/(\{[^{}]*\})/).flatMap((part) => {
    if (part === '{prefix}') return literal(shape.prefix)
    if (part === '{yyyy}') return Array.from({ length: 4 }, () => one(digits))
    if (part === '{yy}' || part === '{mm}') return [one(digits), one(digits)]
    return part.startsWith('{') ? sequence : literal(part)
  })
}

const overlap = (a: Place, b: Place): boolean => [...a.characters].some((one) => b.characters.includes(one))

type Step = readonly [inLeft: 0 | 1, inRight: 0 | 1]

/** How far two series may go on together from the places that they have come to. */
function stepsFrom(x: Place | undefined, y: Place | undefined): Step[] {
  const skips: Step[] = []
  if (x?.repeats) skips.push([1, 0])
  if (y?.repeats) skips.push([0, 1])
  if (!x || !y || !overlap(x, y)) return skips
  return [...skips, [x.repeats ? 0 : 1, y.repeats ? 0 : 1]]
}

/**
 * True when two series could ever yield one number, whatever the year, the month and the count; letters count alike in
 * upper and lower case. Two such series never belong to one seller.
 */
export function numbersCollide(a: NumberShape, b: NumberShape): boolean {
  const [left, right] = [placesOf(a), placesOf(b)]
  const seen = new Set<string>()
  const meet = (i: number, j: number): boolean => {
    if (seen.has(`${i} ${j}`)) return false
    seen.add(`${i} ${j}`)
    if (i === left.length && j === right.length) return true
    return stepsFrom(left[i], right[j]).some(([inLeft, inRight]) => meet(i + inLeft, j + inRight))
  }
  return meet(0, 0)
}
