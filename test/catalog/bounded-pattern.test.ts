import { describe, expect, it } from 'vitest'
import { boundedPatternProblem, matchesBoundedPattern } from '../../src/catalog/bounded-pattern.rules.ts'

const SHAPE = 'Do not repeat a group that holds a repeat or a choice.'
const SPLITS = 'Use at most two open repeats (* or +), or narrower ones like {1,20}.'

describe('patterns', () => {
  it.each([
    String.raw`[a-z0-9]{1,27}\.onmicrosoft\.com`,
    '[A-Z]{2}[0-9]{3,10}',
    '(?:eu|us|ap)-[0-9]+',
    String.raw`\d{5}(-\d{4})?`,
    String.raw`[^\]]+`,
    String.raw`\p{L}+ \p{L}+`,
    '(?:[0-9]{3}-){2}[0-9]{4}',
    '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  ])('may be %s', (pattern) => {
    expect(boundedPatternProblem(pattern)).toBeNull()
  })

  it.each([
    ['', 'Use 1 to 200 characters.'],
    ['a'.repeat(201), 'Use 1 to 200 characters.'],
    ['(', 'Use a valid regular expression (Unicode mode).'],
    ['a)(b', 'Use a valid regular expression (Unicode mode).'],
    ['[z-a]', 'Use a valid regular expression (Unicode mode).'],
    [String.raw`(a)\1`, 'Use no back-references, named groups or look-arounds.'],
    ['(?=a)a', 'Use no back-references, named groups or look-arounds.'],
    ['(?<!a)b', 'Use no back-references, named groups or look-arounds.'],
    ['(a+)+', SHAPE],
    ['(a|aa)*', SHAPE],
    ['(?:(?:a*)b)*', SHAPE],
    ['((a{1,9}))+', SHAPE],
    ['(a?){50}', SHAPE],
    ['a*a*a*', SPLITS],
    ['[ab]+[bc]+[cd]+', SPLITS],
    ['a?'.repeat(30), SPLITS],
    ['(?:a|a)'.repeat(20), SPLITS],
    ['a{300}', 'Repeat at most 256 times.'],
  ])('may not be %s', (pattern, problem) => {
    expect(boundedPatternProblem(pattern)).toBe(problem)
  })

  it.each([
    ['abc', 'abc', true],
    ['abc', 'xabc', false],
    ['a|b', 'ab', false],
    ['x*', 'x'.repeat(256), true],
    ['x*', 'x'.repeat(257), false],
    ['(', '(', false],
    ['.', '🚀', true],
  ])('%s against %j: %s', (pattern, value, matches) => {
    expect(matchesBoundedPattern(pattern, value)).toBe(matches)
  })
})
