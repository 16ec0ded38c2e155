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

type Ask = (
  from: Sample & { words: string[]; shelf: string },
  random: () => number,
) => Partial<ProductSearchArgs>

const oneOf = <T>(values: readonly [T, ...T[]], random: () => number): T =>
  values[Math.floor(random() * values.length)] ?? values[0]
const vendorOf = ({ name }: Sample) => name.split(' ')[0] ?? ''
const wordOf = ({ words }: { words: string[] }, random: () => number) => words[Math.floor(random() * 3)] ?? ''

/** What people ask, and its share of all searches; words come from what the catalog has, so common ones come often. */
const asks: Record<string, { share: number; ask: Ask }> = {
  'one word': {
    share: 0.22,
    ask: (from, random) => ({ search: random() < 0.2 ? vendorOf(from) : wordOf(from, random) }),
  },
  'several words': {
    share: 0.2,
    ask: (from, random) => ({
      search: [vendorOf(from), ...from.words.slice(0, 2)].slice(random() < 0.5 ? 0 : 1).join(' '),
    }),
  },
  'while typing': {
    share: 0.18,
    ask: (from, random) => {
      const before = random() < 0.5 ? `${from.words[0]} ` : ''
      return { search: `${before}${wordOf(from, random).slice(0, 1 + Math.floor(random() * 4))}` }
    },
  },
  'part number': {
    share: 0.1,
    ask: (from, random) => ({ search: from.part_number.slice(0, random() < 0.7 ? 12 : 5) }),
  },
  typo: {
    share: 0.07,
    ask: (from, random) => {
      const word = wordOf(from, random)
      return { search: swapped(word.length > 4 ? word : vendorOf(from)) }
    },
  },
  category: {
    share: 0.09,
    ask: (from, random) => ({ categoryId: random() < 0.5 ? from.category_id : from.shelf }),
  },
  'category and words': {
    share: 0.05,
    ask: (from, random) => ({ categoryId: from.shelf, search: wordOf(from, random) }),
  },
  vendor: {
    share: 0.05,
    ask: (from, random) => ({
      where: { vendorId: from.vendor_id, ...(random() < 0.5 ? { commitmentTerm: 'P1Y' } : {}) },
    }),
  },
  terms: {
    share: 0.04,
    ask: (_, random) => ({
      where: { commitmentTerm: oneOf(['P1Y', 'P3Y', 'NONE'], random), billingPeriod: 'P1Y' },
    }),
  },
}

/** So many searches in a catalog, the same at every run. */
export async function realisticSearches(harness: VerbHarness, count: number): Promise<Search[]> {
  const random = seeded(42)
  const samples = await harness.sql<Sample>(
    `SELECT p.name, p.vendor_id, p.category_id, o.vendor_part_number AS part_number FROM product p
     JOIN offer o ON o.id = 'off_' || substr(p.id, 5) || '_1' ORDER BY md5(p.id) LIMIT $1`,
    [count],
  )
  const kinds = Object.entries(asks).flatMap(([kind, { share, ask }]) =>
    Array.from({ length: Math.round(share * count) }, () => ({ kind, ask })),
  )
  return kinds.map(({ kind, ask }, index) => {
    const sample = samples[index % samples.length] as Sample
    const words = sample.name.split(' ').slice(1)
    const args = ask({ ...sample, words, shelf: sample.category_id.replace(/_\d+$/, '') }, random)
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
