import type { Ctx } from '../../src/access/ctx.ts'
import { countFacets } from '../../src/catalog/count-facets.ts'
import { countProducts } from '../../src/catalog/count-products.ts'
import { ProductSearchArgs } from '../../src/catalog/product-search-args.inputs.ts'
import { searchProducts } from '../../src/catalog/search-products.ts'
import type { VerbHarness } from '../support/verbs.ts'

/** One search as a person would make it. */
export interface Search {
  kind: string
  args: Partial<ProductSearchArgs>
  /** How many pages are turned first. */
  page: number
  withTotal: boolean
  withFacets: boolean
}

/** Mulberry32: the same numbers at every run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface Sample {
  name: string
  vendor_id: string
  category_id: string
  part_number: string
}

const swapped = (word: string) => `${word.slice(0, 2)}${word[3] ?? ''}${word[2] ?? ''}${word.slice(4)}`

/** What people ask, by its share of all searches; words come from what the catalog has, so common ones come often. */
function argsOf(kind: string, from: Sample, random: () => number): Partial<ProductSearchArgs> {
  const [vendor = '', ...words] = from.name.split(' ')
  const word = words[Math.floor(random() * 3)] ?? ''
  const shelf = from.category_id.replace(/_\d+$/, '')
  switch (kind) {
    case 'one word':
      return { search: random() < 0.2 ? vendor : word }
    case 'several words':
      return { search: [vendor, ...words.slice(0, 2)].slice(random() < 0.5 ? 0 : 1).join(' ') }
    case 'while typing':
      return { search: `${random() < 0.5 ? `${words[0]} ` : ''}${word.slice(0, 1 + Math.floor(random() * 4))}` }
    case 'part number':
      return { search: from.part_number.slice(0, random() < 0.7 ? 12 : 5) }
    case 'typo':
      return { search: swapped(word.length > 4 ? word : vendor) }
    case 'category':
      return { categoryId: random() < 0.5 ? from.category_id : shelf }
    case 'category and words':
      return { categoryId: shelf, search: word }
    case 'vendor':
      return { where: { vendorId: from.vendor_id, ...(random() < 0.5 ? { commitmentTerm: 'P1Y' } : {}) } }
    default:
      return { where: { commitmentTerm: ['P1Y', 'P3Y', 'NONE'][Math.floor(random() * 3)] ?? 'P1Y', billingPeriod: 'P1Y' } }
  }
}

const shares: Array<[kind: string, share: number]> = [
  ['one word', 0.22],
  ['several words', 0.2],
  ['while typing', 0.18],
  ['part number', 0.1],
  ['typo', 0.07],
  ['category', 0.09],
  ['category and words', 0.05],
  ['vendor', 0.05],
  ['terms', 0.04],
]

/** So many searches in a catalog, the same at every run. */
export async function realisticSearches(harness: VerbHarness, count: number): Promise<Search[]> {
  const random = seeded(42)
  const samples = await harness.sql<Sample>(
    `SELECT p.name, p.vendor_id, p.category_id, o.vendor_part_number AS part_number FROM product p
     JOIN offer o ON o.id = 'off_' || substr(p.id, 5) || '_1' ORDER BY md5(p.id) LIMIT $1`,
    [count],
  )
  const kinds = shares.flatMap(([kind, share]) => Array.from({ length: Math.round(share * count) }, () => kind))
  return kinds.map((kind, index) => {
    const sample = samples[index % samples.length] as Sample
    const args = argsOf(kind, sample, random)
    const isOrdering = random() < 0.6
    return {
      kind,
      args: { ...args, ...(isOrdering ? { organizationId: 'org_kunde' } : {}) },
      page: random() < 0.12 ? 1 + Math.floor(random() * 8) : 0,
      withTotal: random() < 0.3,
      withFacets: random() < 0.15,
    }
  })
}

/** Carries out one search; answers how long its last page took, in milliseconds, counts included. */
export async function timeSearch(ctx: Ctx, search: Search): Promise<number> {
  let after: string | null = null
  for (let page = 0; ; page++) {
    const args = Object.assign(new ProductSearchArgs(), { first: 20, after, ...search.args })
    const began = performance.now()
    const found = await searchProducts(ctx, args)
    if (page === search.page || !found.pageInfo.hasNextPage) {
      if (search.withTotal) await countProducts(ctx, found.criteria)
      if (search.withFacets) await countFacets(ctx, found.criteria)
      return performance.now() - began
    }
    after = found.pageInfo.endCursor
  }
}

/** The value that the given share of values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0
}
