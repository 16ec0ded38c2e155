import type { Ctx } from '../access/ctx.ts'
import { monthsOf } from '../platform/calendar.ts'
import { cappedCount, countCap } from './capped-count.rules.ts'
import { matchedProducts } from './matched-products.ts'
import type { Sql } from './orderable-offers.ts'
import { partsOf, passingOffers, type FacetField, type ProductCriteria } from './product-criteria.ts'
import { Facet, FacetValue } from './product-search.view.ts'
import { rangeLabel, unitPriceRanges } from './unit-price-ranges.rules.ts'

interface FacetRow {
  field: FacetField
  value: string
  label: string | null
  count: number | string
  is_cut: boolean
}

/** Where the values of a field stand in `counted`: in a column, or in a list of what the passing offers have. */
const fields: ReadonlyArray<{ field: FacetField; values: string; label: string; join: string }> = [
  { field: 'vendor', values: 'ARRAY[vendor_id]', label: 'v.name', join: 'JOIN vendor v ON v.id = value' },
  {
    field: 'category',
    values: 'ARRAY[category_id]',
    label: 'c.name',
    join: 'JOIN category c ON c.id = value',
  },
  { field: 'commitmentTerm', values: 'terms', label: 'NULL', join: '' },
  { field: 'billingPeriod', values: 'periods', label: 'NULL', join: '' },
  { field: 'paymentModel', values: 'models', label: 'NULL', join: '' },
  { field: 'unitPrice', values: 'ranges', label: 'NULL', join: '' },
]

/**
 * What a search can be narrowed by, with how many products each value would leave. A field's counts ignore its own
 * filter, so they stay while somebody chooses. They are exact while at most 10,000 products have the words and the other
 * filters, prices not looked at; else they are those of a sample, and say so: at least so many. One statement, or two.
 */
export async function countFacets(ctx: Ctx, criteria: ProductCriteria): Promise<Facet[]> {
  const shown = fields.filter(({ field }) => field !== 'unitPrice' || criteria.buyer)
  if (criteria.isOnHold) return shown.map(({ field }) => Object.assign(new Facet(), { field, values: [] }))
  const sets = setsOf(criteria)
  const broad = await broadSets(ctx, criteria, sets)
  const from = [...sets].map(([name, except]) => {
    const limit = broad.has(name) ? sampleSize : countCap
    return { name, ...countedProducts(criteria, { name, except, limit }) }
  })
  const parts = shown.map(({ field, values, label, join }) => {
    const set = sets.has(setName(field)) ? setName(field) : setName()
    return `SELECT '${field}' AS field, value, ${label}::text AS label, counted.count, ${broad.has(set)} AS is_cut FROM (
        SELECT value, count(*) AS count FROM (
          SELECT DISTINCT id, value FROM "${set}" CROSS JOIN LATERAL unnest(${values}) AS listed (value)) each_once
        WHERE value IS NOT NULL GROUP BY value) counted ${join}`
  })
  const rows = await ctx.em.execute<FacetRow[]>(
    `WITH ${from.map(({ name, sql }) => `"${name}" AS MATERIALIZED (${sql})`).join(', ')} ${parts.join(' UNION ALL ')}`,
    from.flatMap(({ params }) => params),
  )
  const byField = Map.groupBy(rows, ({ field }) => field)
  return shown.map(({ field }) => {
    const values = (byField.get(field) ?? []).map((row) => facetValue(criteria, row))
    return Object.assign(new Facet(), { field, values: values.toSorted(byPlaceThenLabel) })
  })
}

/** How many products of a broad set are looked at: a price is dear to find, and who narrows wants the large values. */
const sampleSize = 2000

const setName = (except?: FacetField) => (except ? `but ${except}` : 'all filters')

/** The set that the ranges of prices are counted in: no other needs to know what its offers cost. */
const setOfPrices = ({ unitPriceRange }: ProductCriteria) =>
  setName(unitPriceRange === null ? undefined : 'unitPrice')

/** The products of all filters, and of all but its own for each field that is narrowed now. */
function setsOf(criteria: ProductCriteria): Map<string, FacetField | undefined> {
  const { vendorId, categoryId, commitmentTerm, billingPeriod, paymentModel, unitPriceRange } = criteria
  const chosen: Array<[FacetField, unknown]> = [
    ['vendor', vendorId],
    ['category', categoryId],
    ['commitmentTerm', commitmentTerm],
    ['billingPeriod', billingPeriod],
    ['paymentModel', paymentModel],
    ['unitPrice', unitPriceRange],
  ]
  const own = chosen.flatMap(([field, value]) => (value === null ? [] : ([[setName(field), field]] as const)))
  return new Map<string, FacetField | undefined>([[setName(), undefined], ...own])
}

const rangeOfPrice = `CASE ${unitPriceRanges
  .toReversed()
  .map(({ value, from }) => `WHEN nearest.unit_price >= ${from} THEN '${value}'`)
  .join(' ')} END`

/** The sets in which more products than the cap have words and filters. The dictionary tells most; the rest are counted. */
async function broadSets(
  ctx: Ctx,
  criteria: ProductCriteria,
  sets: ReadonlyMap<string, FacetField | undefined>,
): Promise<Set<string>> {
  const open = [...sets].filter(([, except]) => {
    const rarest = Math.min(...partsOf(criteria, except).map(({ breadth }) => breadth))
    return rarest > countCap || criteria.includeHidden
  })
  if (open.length === 0) return new Set()
  const counted = open.map(([name, except]) => {
    const { sql, params } = matchedProducts(criteria, '1', { except, isOrdered: false })
    const text = `SELECT '${name}' AS name, count(*) AS products FROM (SELECT FROM (${sql}) m LIMIT ${countCap + 1}) counted`
    return { text, params }
  })
  const rows = await ctx.em.execute<Array<{ name: string; products: number | string }>>(
    counted.map(({ text }) => text).join(' UNION ALL '),
    counted.flatMap(({ params }) => params),
  )
  return new Set(rows.filter(({ products }) => Number(products) > countCap).map(({ name }) => name))
}

/** The products of a set, of a broad one a sample, each with what its passing offers have. */
function countedProducts(
  criteria: ProductCriteria,
  { name, except, limit }: { name: string; except: FacetField | undefined; limit: number },
): Sql {
  const matched = matchedProducts(criteria, 'p.id, p.vendor_id, p.category_id', { except })
  const isPriced = name === setOfPrices(criteria)
  const offers = passingOffers(criteria, { except, isPriced })
  const any = offers ?? {
    sql: `FROM offer o, (SELECT NULL::numeric AS unit_price) nearest WHERE o.product_id = m.id AND o.status = 'ON_SALE'`,
    params: [],
  }
  return {
    sql: `SELECT m.id, m.vendor_id, m.category_id, passing.* FROM (${matched.sql}) m CROSS JOIN LATERAL (
        SELECT array_agg(coalesce(o.commitment_term, 'NONE')) AS terms, array_agg(o.payment_model) AS models,
          array_agg(coalesce(o.billing_period, 'NONE')) AS periods, array_agg(${rangeOfPrice}) AS ranges
        ${any.sql} ${offers ? 'HAVING count(*) > 0' : ''}
      ) passing LIMIT ${limit}`,
    params: [...matched.params, ...any.params],
  }
}

function facetValue(criteria: ProductCriteria, row: FacetRow): FacetValue {
  const { field, value } = row
  return Object.assign(new FacetValue(), {
    value,
    label: row.label ?? labelOf(field, value),
    ...cappedCount(Number(row.count), row.is_cut),
    isSelected: selectedValue(criteria, field) === value,
  })
}

function selectedValue(criteria: ProductCriteria, field: FacetField): string | null {
  if (field === 'vendor') return criteria.vendorId
  if (field === 'category') return criteria.categoryId
  return field === 'unitPrice' ? (criteria.unitPriceRange?.value ?? null) : criteria[field]
}

const models: Record<string, string> = {
  RECURRING: 'Recurring',
  ONE_TIME: 'One-time',
  USAGE: 'By usage',
  TRIAL: 'Trial',
  FREE: 'Free',
}

function labelOf(field: FacetField, value: string): string {
  if (field === 'paymentModel') return models[value] ?? value
  if (field === 'unitPrice') {
    const range = unitPriceRanges.find((one) => one.value === value)
    return range ? rangeLabel(range) : value
  }
  return durationLabel(value)
}

function byPlaceThenLabel(a: FacetValue, b: FacetValue): number {
  return placeOf(a.value) - placeOf(b.value) || a.label.localeCompare(b.label, 'en')
}

/** Durations stand by length, ranges by amount, everything else by name. */
function placeOf(value: string): number {
  const range = unitPriceRanges.findIndex((one) => one.value === value)
  return range >= 0 ? range : (monthsOf(value) ?? 0)
}

function durationLabel(duration: string): string {
  const months = monthsOf(duration)
  if (months === null) return 'None'
  const [count, unit] = months % 12 === 0 ? [months / 12, 'year'] : [months, 'month']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
