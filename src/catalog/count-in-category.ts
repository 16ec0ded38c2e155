import DataLoader from 'dataloader'
import type { Ctx } from '../access/ctx.ts'
import { loaderOf } from '../platform/load.ts'
import type { Category } from './category.entity.ts'

/** Published products in a category and below it; the counts of many categories are one query. */
export async function countInCategory(ctx: Ctx, category: Category): Promise<number> {
  const loader = loaderOf<string, number>(
    ctx,
    countInCategory,
    (em) =>
      new DataLoader(async (ids) => {
        const rows = await em.execute<Array<{ root: string; count: number | string }>>(
          `WITH RECURSIVE branch AS (
             SELECT id, id AS root FROM category WHERE id = ANY (ARRAY[?]::text[])
             UNION SELECT c.id, branch.root FROM category c JOIN branch ON c.parent_id = branch.id
           )
           SELECT branch.root, count(*) AS count FROM product p JOIN branch ON branch.id = p.category_id
           WHERE p.status = 'PUBLISHED' GROUP BY branch.root`,
          [[...ids]],
        )
        const counts = new Map(rows.map(({ root, count }) => [root, Number(count)]))
        return ids.map((id) => counts.get(id) ?? 0)
      }),
  )
  return loader.load(category.id)
}
