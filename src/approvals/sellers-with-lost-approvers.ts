import { decidingRoles } from '../access/roles.ts'
import type { Ctx } from '../access/ctx.ts'

/**
 * Sellers with open approvals that name somebody who decides no more, or that nobody can decide; `above`: only those
 * below that seller.
 */
export async function sellersWithLostApprovers(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  above: string | null = null,
): Promise<string[]> {
  const rows = await ctx.em.execute<Array<{ id: string }>>(
    `SELECT s AS id FROM gate.sellers_with_lost_approvers(ARRAY[?]::text[], ?) AS s
     WHERE ?::text IS NULL OR (s <> ? AND s = ANY ((gate.seller_scope(?)).readable))`,
    [[...decidingRoles], ctx.clock.now(), above, above, above],
  )
  return rows.map(({ id }) => id)
}
