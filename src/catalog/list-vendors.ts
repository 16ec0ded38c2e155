import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { Vendor } from './vendor.entity.ts'

/** All vendors by name. There are few: no pages. */
export async function listVendors(ctx: Ctx): Promise<Vendor[]> {
  allow(ctx, Permission.CATALOG_READ)
  return ctx.em.find(Vendor, {}, { orderBy: { name: 'asc', id: 'asc' } })
}
