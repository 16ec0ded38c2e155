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

/** A query as PostgreSQL's tsquery: every word must begin a word of the product. Null when there is no word. */
export function prefixQuery(words: readonly string[]): string | null {
  if (words.length === 0) return null
  return words.map((word) => `'${word}':*`).join(' & ')
}

/** As `prefixQuery`, with the words one after the other, as they were asked. */
export function phraseQuery(words: readonly string[]): string {
  return words.map((word) => `'${word}':*`).join(' <-> ')
}
