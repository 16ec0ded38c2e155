import { diffLines } from 'diff'

export const TermsLineKind = { SAME: 'SAME', ADDED: 'ADDED', REMOVED: 'REMOVED' } as const
export type TermsLineKind = (typeof TermsLineKind)[keyof typeof TermsLineKind]

/** One line of a comparison. */
export interface TermsLine {
  kind: TermsLineKind
  text: string
}

/** Beyond so many changed lines the texts have nothing in common that would help a reader. */
const mostEdits = 1000

// How lines end, and whether the last one does, is no change of what was agreed.
const ended = (text: string): string =>
  text === '' ? '' : text.replaceAll('\r\n', '\n').replace(/\n?$/, '\n')

const linesOf = (text: string, kind: TermsLineKind): TermsLine[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => ({ kind, text: line }))

/** Compares two texts line by line: what stayed, what went, what came, in reading order. */
export function diffTerms(before: string, after: string): TermsLine[] {
  const [old, fresh] = [ended(before), ended(after)]
  const parts = diffLines(old, fresh, { maxEditLength: mostEdits })
  if (!parts) return [...linesOf(old, 'REMOVED'), ...linesOf(fresh, 'ADDED')]
  return parts.flatMap(({ value, added, removed }) =>
    linesOf(value, added ? 'ADDED' : removed ? 'REMOVED' : 'SAME'),
  )
}
