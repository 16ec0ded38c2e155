import type { Ctx } from '../access/ctx.ts'
import { monthsOf } from '../platform/calendar.ts'
import { candidates, conditions, type FacetField, type ProductCriteria } from './product-criteria.ts'
import { Facet } from './product-search.view.ts'

interface FacetRow {
  field: FacetField
  value: string
  label: string | null
  count: number | string
}

const facets: ReadonlyArray<{ field: FacetField; value: string; label: string; join: string }> = [
  { field: 'vendor', value: 'vendor_id', label: 'v.name', join: 'JOIN vendor v ON v.id = vendor_id' },
  { field: 'category', value: 'category_id', label: 'c.name', join: 'JOIN category c ON c.id = category_id' },
  { field: 'commitmentTerm', value: 'commitment_term', label: 'NULL', join: '' },
  { field: 'billingPeriod', value: 'billing_period', label: 'NULL', join: '' },
]

/**
 * What a search can be narrowed by, with how many products each value would leave. A field's counts ignore its own
 * filter. One statement.
 */
export async function countFacets(ctx: Ctx, criteria: ProductCriteria): Promise<Facet[]> {
  const from = candidates(criteria)
  const parts = facets.map(({ field, value, label, join }) => {
    const filter = conditions(criteria, field)
    return {
      sql: `SELECT '${field}' AS field, ${value} AS value, ${label}::text AS label, count(DISTINCT candidate.id) AS count
        FROM candidate ${join} WHERE ${value} IS NOT NULL AND ${filter.sql} GROUP BY 2, 3`,
      params: filter.params,
    }
  })
  const rows = await ctx.em.execute<FacetRow[]>(
    `${from.sql} ${parts.map(({ sql }) => sql).join(' UNION ALL ')}`,
    [...from.params, ...parts.flatMap(({ params }) => params)],
  )
  return facets.map(({ field }) => {
    const values = rows
      .filter((row) => row.field === field)
      .map((row) => ({
        value: row.value,
        label: row.label ?? durationLabel(row.value),
        count: Number(row.count),
        isSelected: isSelected(criteria, field, row.value),
      }))
    return Object.assign(new Facet(), { field, values: values.toSorted(byLengthThenLabel) })
  })
}

function isSelected({ where, categoryIds }: ProductCriteria, field: FacetField, value: string): boolean {
  if (field === 'category') return categoryIds?.includes(value) ?? false
  return (field === 'vendor' ? where.vendorId : where[field]) === value
}

interface Labelled {
  value: string
  label: string
}

function byLengthThenLabel(a: Labelled, b: Labelled): number {
  return (monthsOf(a.value) ?? 0) - (monthsOf(b.value) ?? 0) || a.label.localeCompare(b.label, 'en')
}

function durationLabel(duration: string): string {
  const months = monthsOf(duration)
  if (months === null) return 'None'
  const [count, unit] = months % 12 === 0 ? [months / 12, 'year'] : [months, 'month']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
