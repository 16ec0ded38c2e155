import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { Vendor } from './vendor.entity.ts'

/** One vendor; null when it does not exist. */
export async function findVendor(ctx: Ctx, id: string): Promise<Vendor | null> {
  allow(ctx, 'CATALOG_READ')
  return load(ctx, Vendor, id)
}
