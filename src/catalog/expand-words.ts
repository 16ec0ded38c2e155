import type { Ctx } from '../access/ctx.ts'
import { searchWords, type WordGroup } from './search-words.rules.ts'

/** Of the words that are spelled alike, those count that are nearly as alike as the likest. */
const nearlyAsAlike = 0.75

/** The asked words, each with what the operator says it stands for. */
export async function expandSynonyms(ctx: Pick<Ctx, 'em'>, words: readonly string[]): Promise<WordGroup[]> {
  if (words.length === 0) return []
  const rows = await ctx.em.execute<Array<{ word: string; meanings: string[] }>>(
    'SELECT word, meanings FROM search_synonym WHERE word = ANY (ARRAY[?]::text[])',
    [[...words]],
  )
  const meanings = new Map(rows.map((row) => [row.word, row.meanings.map(searchWords)]))
  return words.map((word) => [[word], ...(meanings.get(word) ?? [])])
}

/**
 * For words that nothing has, or nothing together: each with the words of the catalog that are spelled alike. Words that
 * the catalog has (`known`) keep themselves as well. Null when a word is like none.
 */
export async function expandTypos(
  ctx: Pick<Ctx, 'em'>,
  groups: readonly WordGroup[],
  known: ReadonlySet<WordGroup>,
): Promise<WordGroup[] | null> {
  const wordOf = (group: WordGroup) => group[0]?.[0] ?? ''
  const rows = await ctx.em.execute<Array<{ word: string; alike: string; similarity: number }>>(
    'SELECT word, alike, similarity FROM similar_words(ARRAY[?]::text[])',
    [groups.map(wordOf)],
  )
  const byWord = Map.groupBy(rows, ({ word }) => word)
  const expanded = groups.map((group): WordGroup => {
    const alike = byWord.get(wordOf(group)) ?? []
    const best = alike[0]?.similarity ?? 0
    const near = alike
      .filter(({ similarity }) => similarity >= best * nearlyAsAlike)
      .map((row) => [row.alike])
    const own = known.has(group) ? group : []
    return [...own, ...near.filter(([word]) => !own.some(([first]) => first === word))]
  })
  return expanded.every((group) => group.length > 0) ? expanded : null
}
