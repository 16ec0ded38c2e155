import type { Ctx } from '../access/ctx.ts'

/** The ids of all products of a vendor. */
export async function productsOfVendor(ctx: Ctx, vendorId: string): Promise<string[]> {
  const rows = await ctx.em.execute<Array<{ id: string }>>('SELECT id FROM product WHERE vendor_id = ?', [
    vendorId,
  ])
  return rows.map(({ id }) => id)
}
