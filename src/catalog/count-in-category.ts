import DataLoader from 'dataloader'
import type { Ctx } from '../access/ctx.ts'
import { loaderOf } from '../platform/load.ts'
import type { Category } from './category.entity.ts'

/** Published products in a category and below it, from the dictionary; the counts of many categories are one query. */
export async function countInCategory(ctx: Ctx, category: Category): Promise<number> {
  const loader = loaderOf<string, number>(
    ctx,
    countInCategory,
    (em) =>
      new DataLoader(async (ids) => {
        const rows = await em.execute<Array<{ tag: string; breadth: number | string }>>(
          'SELECT tag, breadth FROM tag_breadths(ARRAY[?]::text[])',
          [ids.map((id) => `=category ${id}`)],
        )
        const counts = new Map(rows.map(({ tag, breadth }) => [tag, Number(breadth)]))
        return ids.map((id) => counts.get(`=category ${id}`) ?? 0)
      }),
  )
  return loader.load(category.id)
}
