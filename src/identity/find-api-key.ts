import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { ApiKey } from './api-key.entity.ts'

/** One API key, revoked ones included; null when it is missing or out of sight. Never its secret. */
export async function findApiKey(ctx: Ctx, id: string): Promise<ApiKey | null> {
  allow(ctx, 'API_KEY_WRITE')
  return load(ctx, ApiKey, id)
}
