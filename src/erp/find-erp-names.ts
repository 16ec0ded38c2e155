import type { Ctx } from '../access/ctx.ts'
import { ErpCrosswalk, type ErpCrosswalkKind } from './erp-crosswalk.entity.ts'

/** What a connection's ERP calls these, where somebody has said so. One query. */
export async function findErpNames(
  ctx: Ctx,
  asked: { connectionId: string; kind: ErpCrosswalkKind; keys: readonly string[] },
): Promise<Map<string, string>> {
  const { connectionId, kind, keys } = asked
  const { sellerId } = ctx.actor
  const rows = await ctx.em.find(ErpCrosswalk, { sellerId, connectionId, kind, key: { $in: [...keys] } })
  return new Map(rows.map(({ key, externalKey }) => [key, externalKey]))
}
