import { z } from 'zod'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { Permission } from '../access/roles.ts'
import { refuse } from '../platform/errors.ts'
import { validate } from '../platform/validate.ts'
import { Category } from './category.entity.ts'
import { productsInBranch } from './products-in-branch.ts'
import { refreshSearchText } from './refresh-search-text.ts'

const schema = z.object({
  key: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/),
  name: z.string().trim().min(1).max(200),
  parentKey: z.string().nullish(),
  position: z.int().min(0).max(100_000).default(0),
})

export type CategoryData = z.input<typeof schema>

/** Deepest place in the tree. */
const deepest = 6

/**
 * Adds a category, or changes the one with this key; searches know its new name and place at once. Load parents before
 * their children.
 * Refuses an unknown parent (CATEGORY_UNKNOWN), a circle (CATEGORY_CIRCLE) and a tree that is too deep (CATEGORY_TOO_DEEP).
 */
export async function upsertCategory(ctx: Ctx, input: CategoryData): Promise<Category> {
  allow(ctx, Permission.CATALOG_WRITE)
  const { key, name, parentKey = null, position } = validate(schema, input)
  const parent = parentKey === null ? null : await ctx.em.findOne(Category, { key: parentKey })
  if (parentKey !== null && !parent)
    throw refuse('CATEGORY_UNKNOWN', `There is no category "${parentKey}". Load it first.`, ['parentKey'])
  await refuseBadPlace(ctx, key, parent)
  const known = await ctx.em.findOne(Category, { key })
  const parentId = parent?.id ?? null
  const isMoved = known !== null && (known.name !== name || known.parentId !== parentId)
  const category = Object.assign(known ?? new Category(), { key, name, position, parentId })
  if (!known) ctx.em.persist(Object.assign(category, { id: ctx.ids.next('cat') }))
  await ctx.em.flush()
  if (isMoved) await refreshSearchText(ctx, await productsInBranch(ctx, category.id))
  return category
}

async function refuseBadPlace(ctx: Ctx, key: string, parent: Category | null): Promise<void> {
  let above = parent
  for (let depth = 2; above; depth++) {
    if (above.key === key)
      throw refuse('CATEGORY_CIRCLE', 'A category cannot stand below itself.', ['parentKey'])
    if (depth > deepest)
      throw refuse('CATEGORY_TOO_DEEP', `Categories are at most ${deepest} levels deep.`, ['parentKey'])
    above = above.parentId === null ? null : await ctx.em.findOne(Category, { id: above.parentId })
  }
}
