import { diffLines } from 'diff'

export const TermsLineKind = { SAME: 'SAME', ADDED: 'ADDED', REMOVED: 'REMOVED' } as const
export type TermsLineKind = (typeof TermsLineKind)[keyof typeof TermsLineKind]

/** One line of a comparison. */
export interface TermsLine {
  kind: TermsLineKind
  text: string
}

/** Beyond so many changed lines the texts have nothing in common that would help a reader. */
const mostEdits = 5000

const linesOf = (text: string, kind: TermsLineKind): TermsLine[] =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => ({ kind, text: line }))

/** Compares two texts line by line: what stayed, what went, what came, in reading order. */
export function diffTerms(before: string, after: string): TermsLine[] {
  const parts = diffLines(before, after, { maxEditLength: mostEdits })
  if (!parts) return [...linesOf(before, 'REMOVED'), ...linesOf(after, 'ADDED')]
  return parts.flatMap(({ value, added, removed }) =>
    linesOf(value, added ? 'ADDED' : removed ? 'REMOVED' : 'SAME'),
  )
}
