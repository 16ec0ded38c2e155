import { expect, it } from 'vitest'
import { diffTerms } from '../../src/terms/diff-terms.ts'

const marks = { SAME: ' ', ADDED: '+', REMOVED: '-' }
const told = (before: string, after: string) =>
  diffTerms(before, after).map(({ kind, text }) => `${marks[kind]}${text}`)

it.each<[string, string, string, string[]]>([
  ['a line that changed and one that came', 'a\nb\nc\n', 'a\nB\nc\nd\n', [' a', '-b', '+B', ' c', '+d']],
  ['the same', 'a\nb', 'a\nb', [' a', ' b']],
  ['a last line without an end', 'a\nb', 'a\nb\nc', [' a', ' b', '+c']],
  ['other ends of lines', 'a\r\nb\r\n', 'a\nb', [' a', ' b']],
  ['an empty line between', 'a\n\nb', 'a\nb', [' a', '-', ' b']],
  ['nothing before', '', 'a\nb', ['+a', '+b']],
  ['nothing after', 'a', '', ['-a']],
])('compares %s', (_, before, after, lines) => {
  expect(told(before, after)).toEqual(lines)
})

it('shows two texts one after the other when they have too little in common', () => {
  const before = Array.from({ length: 3000 }, (_, index) => `old ${index}`)
  const after = Array.from({ length: 3000 }, (_, index) => `new ${index}`)
  const lines = diffTerms(before.join('\n'), after.join('\n'))

  expect(lines).toHaveLength(6000)
  expect(lines[0]).toEqual({ kind: 'REMOVED', text: 'old 0' })
  expect(lines[2999]).toEqual({ kind: 'REMOVED', text: 'old 2999' })
  expect(lines[3000]).toEqual({ kind: 'ADDED', text: 'new 0' })
})
