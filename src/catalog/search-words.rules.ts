/** More words of a query are ignored. */
export const mostSearchWords = 8

/**
 * The words that search compares: lower case, without accents, split at everything that is neither letter nor digit.
 * Both sides go through it (what is stored and what is asked), so `e-mail`, `E Mail` and part numbers meet.
 */
export function searchWords(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}

/**
 * What one asked word may stand for: any of its alternatives, each of which is one or several words that must all be
 * there. `o365` is `[['o365'], ['office', '365']]`.
 */
export type WordGroup = ReadonlyArray<readonly string[]>

type Labels = '' | 'A'

/** A word of a document, as it stands there, in a tsquery. */
export const lexeme = (word: string) => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`

const wordQuery = (word: string, labels: Labels) => `'${word}':*${labels}`

/**
 * A group as PostgreSQL's tsquery: each word must begin a word of the product; with the label A, of its name.
 */
export function groupQuery(group: WordGroup, labels: Labels = ''): string {
  return anyOf(group, (word) => wordQuery(word, labels))
}

/** As `groupQuery`, with the words themselves for each that begins few. */
export function completedQuery(
  group: WordGroup,
  completions: ReadonlyMap<string, readonly string[]>,
): string {
  return anyOf(group, (word) => {
    const completed = completions.get(word) ?? []
    return completed.length > 0 ? `(${completed.map(lexeme).join(' | ')})` : wordQuery(word, '')
  })
}

function anyOf(group: WordGroup, queryOf: (word: string) => string): string {
  const alternatives = group.map((words) => words.map(queryOf).join(' & '))
  return alternatives.length === 1
    ? (alternatives[0] ?? '')
    : `(${alternatives.map((one) => `(${one})`).join(' | ')})`
}

/** The asked words one after the other in the name. */
export function phraseQuery(groups: readonly WordGroup[]): string {
  return groups
    .flatMap(([first = []]) => first)
    .map((word) => wordQuery(word, 'A'))
    .join(' <-> ')
}

/** Groups as a short text, for cursors: `o365|office+365 basic`. */
export function writeGroups(groups: readonly WordGroup[]): string {
  return groups.map((group) => group.map((words) => words.join('+')).join('|')).join(' ')
}

/** Reads what `writeGroups` wrote; null when it did not. */
export function readGroups(text: string): WordGroup[] | null {
  if (text === '') return []
  const groups = text.split(' ').map((group) => group.split('|').map((words) => words.split('+')))
  const isWord = (word: string) => searchWords(word).length === 1 && searchWords(word)[0] === word
  const isUsable =
    groups.length <= mostSearchWords && groups.flat(2).length <= 400 && groups.flat(2).every(isWord)
  return isUsable ? groups : null
}
