import type { Ctx } from '../access/ctx.ts'
import { searchWords } from './search-words.rules.ts'

interface Source {
  id: string
  name: string
  words: string
}

/**
 * Writes anew what search reads of products: their names, summaries and keywords, vendor, categories up to the root,
 * SKUs and part numbers of their offers, and the filters that they pass. Two statements for any number of products.
 * Flush before.
 */
export async function refreshSearchText(ctx: Ctx, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  const sources = await ctx.em.execute<Source[]>(
    `WITH RECURSIVE branch AS (
       SELECT c.id, c.parent_id, c.name AS names FROM category c WHERE c.parent_id IS NULL
       UNION ALL
       SELECT c.id, c.parent_id, branch.names || ' ' || c.name FROM category c JOIN branch ON c.parent_id = branch.id
     )
     SELECT p.id, p.name, concat_ws(' ', p.name, p.summary, array_to_string(p.keywords, ' '), v.name, branch.names,
       (SELECT string_agg(concat_ws(' ', o.name, o.sku_code, o.vendor_part_number), ' ' ORDER BY o.vendor_part_number)
        FROM offer o WHERE o.product_id = p.id)) AS words
     FROM product p JOIN vendor v ON v.id = p.vendor_id LEFT JOIN branch ON branch.id = p.category_id
     WHERE p.id = ANY (ARRAY[?]::text[])`,
    [[...productIds]],
  )
  const ids = sources.map(({ id }) => id)
  const names = sources.map(({ name }) => searchWords(name).join(' '))
  const texts = sources.map(({ words }) => [...new Set(searchWords(words))].join(' '))
  await ctx.em.execute(
    `UPDATE product SET search_text = fresh.words, name_words = fresh.names, search_tags = t.tags
     FROM unnest(ARRAY[?]::text[], ARRAY[?]::text[], ARRAY[?]::text[]) AS fresh (id, names, words)
     JOIN product_tags(ARRAY[?]::text[]) t ON t.id = fresh.id
     WHERE product.id = fresh.id
       AND (product.search_text, product.name_words, product.search_tags) IS DISTINCT FROM (fresh.words, fresh.names, t.tags)`,
    [ids, names, texts, ids],
  )
}
