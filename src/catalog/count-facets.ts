import type { Ctx } from '../access/ctx.ts'
import { monthsOf } from '../platform/calendar.ts'
import { cappedCount, countCap } from './capped-count.rules.ts'
import { matchedProducts } from './matched-products.ts'
import type { Sql } from './orderable-offers.ts'
import { partsOf, passingOffers, sizeOf, type FacetField, type ProductCriteria } from './product-criteria.ts'
import { Facet, FacetValue } from './product-search.view.ts'
import { rangeLabel, unitPriceRanges } from './unit-price-ranges.rules.ts'

interface FacetRow {
  field: FacetField
  value: string
  label: string | null
  count: number | string
  is_cut: boolean
}

/** How the values of a field are counted in a set, as a query of `value` and `count`; and where their labels stand. */
const fields: ReadonlyArray<{
  field: FacetField
  counts: (set: string) => string
  label: string
  join: string
}> = [
  { field: 'vendor', counts: byColumn('vendor_id'), label: 'v.name', join: 'JOIN vendor v ON v.id = value' },
  {
    field: 'category',
    counts: byColumn('category_id'),
    label: 'c.name',
    join: 'JOIN category c ON c.id = value',
  },
  { field: 'commitmentTerm', counts: byTerms(1), label: 'NULL', join: '' },
  { field: 'billingPeriod', counts: byTerms(2), label: 'NULL', join: '' },
  { field: 'paymentModel', counts: byTerms(3), label: 'NULL', join: '' },
  { field: 'unitPrice', counts: byRange, label: 'NULL', join: '' },
]

function byColumn(column: string) {
  return (set: string) =>
    `SELECT ${column} AS value, count(*) AS count FROM ${quoted(set)} WHERE ${column} IS NOT NULL GROUP BY 1`
}

/** Few products differ in the terms of their offers: what is different is taken apart once, however many have it. */
function byTerms(part: number) {
  return (set: string) =>
    `SELECT value, sum(products) AS count FROM ${termsOf(set)} alike CROSS JOIN LATERAL (
       SELECT DISTINCT split_part(of_offer, ' ', ${part}) AS value FROM string_to_table(terms, ',') of_offer) each_once
     GROUP BY value`
}

function byRange(set: string) {
  const values = unitPriceRanges.map(({ value }) => `'${value}'`).join(', ')
  return `SELECT (ARRAY[${values}])[place] AS value, sum(products) AS count
    FROM (SELECT ranges, count(*) AS products FROM ${quoted(set)} GROUP BY 1) alike
    JOIN generate_series(1, ${unitPriceRanges.length}) place ON ranges & (1 << place) <> 0 GROUP BY place`
}

/**
 * What a search can be narrowed by, with how many products each value would leave. A field's counts ignore its own
 * filter, so they stay while somebody chooses. They are exact while at most 10,000 products have the words and the other
 * filters, prices not looked at; else they are those of a sample, and say so: at least so many. One statement, or two.
 */
export async function countFacets(ctx: Ctx, criteria: ProductCriteria): Promise<Facet[]> {
  const shown = fields.filter(({ field }) => field !== 'unitPrice' || criteria.buyer)
  if (criteria.isOnHold) return shown.map(({ field }) => Object.assign(new Facet(), { field, values: [] }))
  const sets = await setsOf(ctx, criteria)
  const counted = [...sets].map(([name, set]) => countedProducts(criteria, name, set))
  const terms = [...sets.keys()].map(
    (set) => `${termsOf(set)} AS (SELECT terms, count(*) AS products FROM ${quoted(set)} GROUP BY 1)`,
  )
  const parts = shown.map(({ field, counts, label, join }) => {
    const set = sets.has(setName(field)) ? setName(field) : setName()
    return `SELECT '${field}' AS field, value, ${label}::text AS label, counted.count, ${isCut(set, sets)} AS is_cut
      FROM (${counts(set)}) counted ${join}`
  })
  const rows = await ctx.em.execute<FacetRow[]>(
    `WITH ${[...counted.map(({ sql }) => sql), ...terms].join(', ')} ${parts.join(' UNION ALL ')}`,
    counted.flatMap(({ params }) => params),
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

/** The products that a field is counted in: those of all filters but its own. */
interface FacetSet {
  except: FacetField | undefined
  /** Whether more than the cap have words and filters; null: only counting tells. */
  isBroad: boolean | null
}

/** The products of all filters, and of all but its own for each field that is narrowed now. */
async function setsOf(ctx: Ctx, criteria: ProductCriteria): Promise<Map<string, FacetSet>> {
  const { vendorId, categoryId, commitmentTerm, billingPeriod, paymentModel, unitPriceRange } = criteria
  const chosen: Array<[FacetField, unknown]> = [
    ['vendor', vendorId],
    ['category', categoryId],
    ['commitmentTerm', commitmentTerm],
    ['billingPeriod', billingPeriod],
    ['paymentModel', paymentModel],
    ['unitPrice', unitPriceRange],
  ]
  const own = chosen.flatMap(([field, value]) => (value === null ? [] : [field]))
  const parts = [undefined, ...own].map((except) => ({ except, parts: partsOf(criteria, except) }))
  const isAnyWhole = parts.some((set) => set.parts.length === 0)
  const everything = isAnyWhole ? await publishedProducts(ctx) : 0
  return new Map(
    parts.map(({ except, parts }) => {
      const { atLeast, atMost } = sizeOf(criteria, parts, everything)
      const isBroad = atLeast > countCap ? true : atMost <= countCap ? false : null
      return [setName(except), { except, isBroad }]
    }),
  )
}

async function publishedProducts(ctx: Ctx): Promise<number> {
  const [row] = await ctx.em.execute<Array<{ products: number | string }>>(
    'SELECT published_products() AS products',
  )
  return Number(row?.products ?? 0)
}

/** The ranges that prices fall in, a bit for each. */
const rangesOfPrices = `bit_or(1 << width_bucket(nearest.unit_price, ARRAY[${unitPriceRanges.map(({ from }) => from).join(', ')}]::numeric[]))`

const quoted = (name: string) => `"${name}"`
const matchedOf = (name: string) => quoted(`matched of ${name}`)
const termsOf = (name: string) => quoted(`terms of ${name}`)

/** Whether the counts of a set are those of a sample, as SQL. */
function isCut(name: string, sets: ReadonlyMap<string, FacetSet>): string {
  const isBroad = sets.get(name)?.isBroad
  return isBroad === null ? `(SELECT count(*) > ${countCap} FROM ${matchedOf(name)})` : String(isBroad)
}

/**
 * The products of a set, of a broad one a sample, each with what its passing offers have: one or two parts of a WITH.
 * Where only counting tells whether a set is broad, its products are found first, up to the cap.
 */
function countedProducts(criteria: ProductCriteria, name: string, { except, isBroad }: FacetSet): Sql {
  const matched = matchedProducts(criteria, 'p.id, p.vendor_id, p.category_id, p.walk_order', {
    except,
    isAnyWelcome: true,
  })
  const passing = passingValues(criteria, { except, isPriced: name === setOfPrices(criteria) })
  // Neighbours in the walk are a fair sample of everything. Ordered outside of `m`, so that the limit ends it early.
  const order = partsOf(criteria, except).length === 0 ? 'ORDER BY m.walk_order, m.id' : ''
  const params = [...matched.params, ...passing.params]
  if (isBroad !== null) {
    const limit = isBroad ? sampleSize : countCap
    const sql = `${quoted(name)} AS MATERIALIZED (
      SELECT m.id, m.vendor_id, m.category_id, passing.* FROM (${matched.sql}) m ${passing.sql} ${order} LIMIT ${limit})`
    return { sql, params }
  }
  const limit = `(SELECT CASE WHEN count(*) > ${countCap} THEN ${sampleSize} END FROM ${matchedOf(name)})`
  return {
    sql: `${matchedOf(name)} AS MATERIALIZED (SELECT m.* FROM (${matched.sql}) m ${order} LIMIT ${countCap + 1}),
      ${quoted(name)} AS MATERIALIZED (
        SELECT m.id, m.vendor_id, m.category_id, passing.* FROM ${matchedOf(name)} m ${passing.sql} LIMIT ${limit})`,
    params,
  }
}

/** What the passing offers of a product `m` have, if there are any. */
function passingValues(
  criteria: ProductCriteria,
  wanted: { except: FacetField | undefined; isPriced: boolean },
): Sql {
  const offers = passingOffers(criteria, wanted)
  const any = offers ?? {
    sql: `FROM offer o, (SELECT NULL::numeric AS unit_price) nearest WHERE o.product_id = m.id AND o.status = 'ON_SALE'`,
    params: [],
  }
  return {
    sql: `CROSS JOIN LATERAL (
        SELECT string_agg(concat_ws(' ', coalesce(o.commitment_term, 'NONE'), coalesce(o.billing_period, 'NONE'),
            o.payment_model), ',') AS terms, ${wanted.isPriced ? rangesOfPrices : 'NULL::integer'} AS ranges
        ${any.sql} ${offers ? 'HAVING count(*) > 0' : ''}
      ) passing`,
    params: any.params,
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
