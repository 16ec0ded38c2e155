import { z } from 'zod'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { validate } from '../platform/validate.ts'
import { productsOfVendor } from './products-of-vendor.ts'
import { refreshSearchText } from './refresh-search-text.ts'
import { Vendor } from './vendor.entity.ts'

const schema = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  name: z.string().trim().min(1).max(200),
  website: z.url().nullish(),
})

export type VendorData = z.input<typeof schema>

/** Adds a vendor, or changes the one with this key; searches find its products by a new name at once. */
export async function upsertVendor(ctx: Ctx, input: VendorData): Promise<Vendor> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { key, name, website = null } = validate(schema, input)
  const known = await ctx.em.findOne(Vendor, { key })
  const isRenamed = known !== null && known.name !== name
  const vendor = Object.assign(known ?? new Vendor(), { key, name, website })
  if (!known) ctx.em.persist(Object.assign(vendor, { id: ctx.ids.next('ven') }))
  await ctx.em.flush()
  if (isRenamed) await refreshSearchText(ctx, await productsOfVendor(ctx, vendor.id))
  return vendor
}
