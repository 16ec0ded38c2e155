import { z } from 'zod'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'
import { validate } from '../platform/validate.ts'
import { Category } from './category.entity.ts'
import { parameterDefinitionsSchema } from './parameter-definition.schema.ts'
import { Product, ProductStatus } from './product.entity.ts'
import { refreshSearchText } from './refresh-search-text.ts'
import { Vendor } from './vendor.entity.ts'

const schema = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,119}$/),
  vendorKey: z.string(),
  categoryKey: z.string(),
  name: z.string().trim().min(1).max(200),
  summary: z.string().trim().min(1).max(500),
  description: z.string().trim().min(1).max(20_000),
  features: z.array(z.string().min(1).max(500)).max(100).default([]),
  keywords: z.array(z.string().min(1).max(100)).max(100).default([]),
  documentationUrl: z.url().nullish(),
  supportUrl: z.url().nullish(),
  parameters: parameterDefinitionsSchema.default([]),
  status: z.enum(ProductStatus).default('PUBLISHED'),
})

/** What search reads of a product before `refreshSearchText` has written it. */
const unread = { searchText: '', nameWords: '', searchTags: [] }

export type ProductData = z.input<typeof schema>

/**
 * Adds a product, or changes the one with this key; it is found by search at once.
 * Refuses an unknown vendor (VENDOR_UNKNOWN) or category (CATEGORY_UNKNOWN), and unusable fields (INVALID_INPUT).
 */
export async function upsertProduct(ctx: Ctx, input: ProductData): Promise<Product> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { vendorKey, categoryKey, ...fields } = validate(schema, input)
  const vendor = await ctx.em.findOne(Vendor, { key: vendorKey })
  if (!vendor) throw refuse('VENDOR_UNKNOWN', `There is no vendor "${vendorKey}".`, ['vendorKey'])
  const category = await ctx.em.findOne(Category, { key: categoryKey })
  if (!category) throw refuse('CATEGORY_UNKNOWN', `There is no category "${categoryKey}".`, ['categoryKey'])
  const known = await ctx.em.findOne(Product, { key: fields.key })
  const product = Object.assign(known ?? new Product(), fields, {
    vendorId: vendor.id,
    categoryId: category.id,
    documentationUrl: fields.documentationUrl ?? null,
    supportUrl: fields.supportUrl ?? null,
    updatedAt: ctx.clock.now(),
  })
  if (!known) {
    const id = ctx.ids.next('prd')
    ctx.em.persist(Object.assign(product, { id, ...unread, createdAt: ctx.clock.now() }))
  }
  await ctx.em.flush()
  await refreshSearchText(ctx, [product.id])
  return product
}
