import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { Account } from './account.entity.ts'

/** One account; null when it is missing or out of sight. */
export async function findAccount(ctx: Ctx, id: string): Promise<Account | null> {
  allow(ctx, 'ORGANIZATION_READ')
  return load(ctx, Account, id)
}
