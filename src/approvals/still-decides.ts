import type { Ctx } from '../access/ctx.ts'
import { decidingRoles } from '../access/roles.ts'

/**
 * Which of these users and API keys may decide at this very moment, whatever a session said when the request began.
 * Whoever is about to lose that right waits until this transaction ends: a decision and a deactivation have an order.
 */
export async function stillDecides(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const users = await ctx.em.execute<Array<{ id: string; decides: boolean }>>(
    `SELECT id, status = 'ACTIVE' AND roles && ARRAY[?]::text[] AS decides FROM app_user
     WHERE id = ANY (ARRAY[?]::text[]) ORDER BY id FOR SHARE`,
    [[...decidingRoles], [...ids]],
  )
  const keys = ids.some((id) => id.startsWith('key_'))
    ? await ctx.em.execute<Array<{ id: string; decides: boolean }>>(
        `SELECT id, revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?) AND 'APPROVAL_DECIDE' = ANY (scopes)
           AS decides FROM api_key WHERE id = ANY (ARRAY[?]::text[]) ORDER BY id FOR SHARE`,
        [ctx.clock.now(), [...ids]],
      )
    : []
  return new Set([...users, ...keys].filter(({ decides }) => decides).map(({ id }) => id))
}
