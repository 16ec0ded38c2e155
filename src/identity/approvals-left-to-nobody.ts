import type { Ctx } from '../access/ctx.ts'
import { decidingRoles } from '../access/roles.ts'

/** An open approval request that nobody could decide any more. */
export interface AbandonedApproval {
  requestId: string
  orderNumber: string | null
  /** Those who go and whom it names. */
  named: string[]
}

interface Row {
  request_id: string
  order_number: string | null
  named: string[]
}

/**
 * The open approval requests that nobody could decide if these people (users or API keys) decided no more: neither the
 * others that they name nor the administrators who would join. One statement, through the gate: requests of sellers
 * below may name an administrator of this one. Parts that shut people out wait here for each other, so that no two take
 * the last two of a request.
 */
export async function approvalsLeftToNobody(
  ctx: Pick<Ctx, 'em' | 'clock'>,
  gone: readonly string[],
): Promise<AbandonedApproval[]> {
  if (gone.length === 0) return []
  await ctx.em.execute("SELECT pg_advisory_xact_lock(hashtextextended('approvers go', 0))")
  const rows = await ctx.em.execute<Row[]>(
    'SELECT * FROM gate.approvals_left_to_nobody(ARRAY[?]::text[], ARRAY[?]::text[], ?)',
    [[...gone], [...decidingRoles], ctx.clock.now()],
  )
  return rows.map((row) => ({
    requestId: row.request_id,
    orderNumber: row.order_number,
    named: row.named,
  }))
}
