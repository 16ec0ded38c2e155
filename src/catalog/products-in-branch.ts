import type { Ctx } from '../access/ctx.ts'

/** The ids of all products in a category and below it: what its name and its place are part of. */
export async function productsInBranch(ctx: Ctx, categoryId: string): Promise<string[]> {
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `WITH RECURSIVE branch AS (
       SELECT id FROM category WHERE id = ?
       UNION SELECT c.id FROM category c JOIN branch ON c.parent_id = branch.id
     ) SELECT p.id FROM product p JOIN branch ON branch.id = p.category_id`,
    [categoryId],
  )
  return rows.map(({ id }) => id)
}
