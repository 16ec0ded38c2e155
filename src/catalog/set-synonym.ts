import { z } from 'zod'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { record } from '../events/record.ts'
import { refuse } from '../platform/errors.ts'
import { validate } from '../platform/validate.ts'
import { searchSynonymSet } from './catalog.events.ts'
import { SearchSynonym } from './search-synonym.entity.ts'
import { searchWords } from './search-words.rules.ts'

const schema = z.object({
  word: z.string().max(100),
  meanings: z.array(z.string().max(100)).max(8),
})

/**
 * Says what a word of a search stands for as well; without meanings it stands for itself alone again (null). Searches know
 * it at once. Refuses more than one word (WORD_INVALID) and meanings without a word (INVALID_INPUT). Records
 * `catalog.synonym_set`.
 */
export async function setSynonym(
  ctx: Ctx,
  input: { word: string; meanings: readonly string[] },
): Promise<SearchSynonym | null> {
  allow(ctx, Permission.CATALOG_WRITE)
  const read = validate(schema, { word: input.word, meanings: [...input.meanings] })
  const [word, ...more] = searchWords(read.word)
  if (word === undefined || more.length > 0)
    throw refuse('WORD_INVALID', 'Give one word, of letters and digits.', ['word'])
  const meanings = [...new Set(read.meanings.map((meaning) => searchWords(meaning).join(' ')))]
  const empty = meanings.indexOf('')
  if (empty >= 0)
    throw refuse('INVALID_INPUT', 'Give words, of letters and digits.', ['meanings', String(empty)])
  const known = await ctx.em.findOne(SearchSynonym, { word })
  const synonym = known ?? newSynonym(ctx, word)
  if (meanings.length === 0 && !known) return null
  if (known && known.meanings.join() === meanings.join()) return known
  if (meanings.length === 0) ctx.em.remove(synonym)
  else ctx.em.persist(Object.assign(synonym, { meanings, updatedAt: ctx.clock.now() }))
  await ctx.em.flush()
  const subject = { id: synonym.id, sellerId: ctx.actor.sellerId, organizationId: null, version: 1 }
  record(ctx, searchSynonymSet, { subject, data: { synonym: { id: synonym.id, word, meanings } } })
  return meanings.length === 0 ? null : synonym
}

function newSynonym(ctx: Ctx, word: string): SearchSynonym {
  return Object.assign(new SearchSynonym(), { id: ctx.ids.next('syn'), word, createdAt: ctx.clock.now() })
}
