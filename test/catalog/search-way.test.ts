import { describe, expect, test } from 'vitest'
import { cappedCount } from '../../src/catalog/capped-count.rules.ts'
import { drivingParts, firstOrder, type SearchPart } from '../../src/catalog/search-way.rules.ts'
import {
  completedQuery,
  groupQuery,
  lexeme,
  phraseQuery,
  readGroups,
  writeGroups,
  type WordGroup,
} from '../../src/catalog/search-words.rules.ts'
import { rangeLabel, unitPriceRanges } from '../../src/catalog/unit-price-ranges.rules.ts'

const part = (query: string, isTag: boolean, breadth: number): SearchPart => ({
  query,
  isTag,
  atLeast: 0,
  breadth,
})
const word = (query: string, breadth: number) => part(query, false, breadth)
const tag = (query: string, breadth: number) => part(query, true, breadth)

describe('the order of a search', () => {
  test.each<[what: string, parts: SearchPart[], pricesAreFew: boolean, order: string]>([
    ['without words and filters', [], false, 'NAME'],
    ['with filters alone', [tag('v', 5)], false, 'NAME'],
    ['with a word that 2,000 products have', [word('a', 2000)], false, 'RANK'],
    ['with a word that 2,001 products have', [word('a', 2001)], false, 'WALK'],
    ['with a broad word in a small category', [word('a', 90_000), tag('c', 300)], false, 'RANK'],
    ['with a broad word, for a buyer with few prices', [word('a', 90_000)], true, 'RANK'],
    ['with the beginning of countless words', [word('a', Infinity)], false, 'WALK'],
    ['with a broad word beside a rare one', [word('a', 90_000), word('b', 12)], false, 'RANK'],
  ])('%s', (_, parts, pricesAreFew, order) => {
    expect(firstOrder(parts, pricesAreFew)).toBe(order)
  })

  test('the index of words is asked for selective parts alone, or for the two rarest', () => {
    const [broad, rare, rarer, middle] = [word('a', 90_000), word('b', 900), tag('c', 30), word('d', 40_000)]
    expect(drivingParts([broad, rare, rarer, middle])).toEqual([rarer, rare])
    expect(drivingParts([broad, rarer])).toEqual([rarer])
    expect(drivingParts([broad, middle, word('e', 50_000)])).toEqual([middle, word('e', 50_000)])
  })

  test('the beginning of countless words is looked for only when there is nothing else', () => {
    const [countless, broad] = [word('b', Infinity), word('a', 90_000)]
    expect(drivingParts([countless, broad])).toEqual([broad])
    expect(drivingParts([countless, tag('c', 30)])).toEqual([tag('c', 30)])
    expect(drivingParts([countless, word('d', Infinity)])).toEqual([countless])
  })
})

describe('words and what stands for them', () => {
  const groups: WordGroup[] = [[['o365'], ['office', '365']], [['basic']]]

  test('any alternative will do, and all words of it must be there', () => {
    expect(groups.map((group) => groupQuery(group))).toEqual([
      "(('o365':*) | ('office':* & '365':*))",
      "'basic':*",
    ])
    expect(groupQuery([['basic']], 'A')).toBe("'basic':*A")
    expect(phraseQuery(groups)).toBe("'o365':*A <-> 'basic':*A")
  })

  test('a beginning that few words have is those words', () => {
    const completions = new Map([
      ['office', ['office', 'officer']],
      ['365', ['365']],
    ])
    expect(completedQuery(groups[0]!, completions)).toBe("(('o365':*) | (('office' | 'officer') & ('365')))")
    expect(completedQuery(groups[1]!, completions)).toBe("'basic':*")
    expect(lexeme("it's \\here")).toBe("'it''s \\\\here'")
  })

  test('a cursor carries them as they are', () => {
    expect(writeGroups(groups)).toBe('o365|office+365 basic')
    expect(readGroups('o365|office+365 basic')).toEqual(groups)
    expect(readGroups('')).toEqual([])
  })

  test.each(["'", 'a b|', 'Upper', "x' & y", 'a++b', 'a b c d e f g h i'])(
    '%s is no cursor of ours',
    (text) => {
      expect(readGroups(text)).toBeNull()
    },
  )
})

test.each([
  [0, false, { count: 0, isMore: false, countText: '0' }],
  [1204, false, { count: 1204, isMore: false, countText: '1,204' }],
  [10_000, false, { count: 10_000, isMore: false, countText: '10,000' }],
  [10_001, false, { count: 10_000, isMore: true, countText: '10,000+' }],
  [37, true, { count: 37, isMore: true, countText: '37+' }],
])('%i counted is told exactly, or as more', (counted, isCut, told) => {
  expect(cappedCount(counted, isCut)).toEqual(told)
})

test('the ranges of unit prices follow each other without gap', () => {
  expect(unitPriceRanges.map(({ value }) => value)).toEqual([
    '0..5',
    '5..20',
    '20..100',
    '100..500',
    '500..2000',
    '2000..10000',
    '10000..',
  ])
  expect(unitPriceRanges.map(rangeLabel)).toEqual([
    'Below 5',
    '5 to 20',
    '20 to 100',
    '100 to 500',
    '500 to 2,000',
    '2,000 to 10,000',
    '10,000 and more',
  ])
})
