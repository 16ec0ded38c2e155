import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { decodeCursor, pageSize, toPage, type Page } from '../platform/page.ts'
import { ApiKey } from './api-key.entity.ts'
import type { ApiKeysArgs } from './api-key.inputs.ts'

/** API keys, newest first (ids rise with time). Never their secrets. */
export async function listApiKeys(ctx: Ctx, args: ApiKeysArgs): Promise<Page<ApiKey>> {
  allow(ctx, 'API_KEY_WRITE')
  const limit = pageSize(args.first) + 1
  const { organizationId, includeRevoked, after } = args
  const rows = await ctx.em.find(
    ApiKey,
    {
      ...(organizationId ? { organizationId } : {}),
      ...(includeRevoked ? {} : { revokedAt: null }),
      ...(after ? { id: { $lt: String(decodeCursor(after, 1)[0]) } } : {}),
    },
    { orderBy: { id: 'desc' }, limit },
  )
  return toPage(rows, args, (row) => [row.id])
}
