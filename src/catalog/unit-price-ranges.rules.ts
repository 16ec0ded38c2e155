/** A range of unit prices: from `from` on, below `to`; null: no end. Whole amounts of the buyer's currency. */
export interface UnitPriceRange {
  value: string
  from: number
  to: number | null
}

const steps = [0, 5, 20, 100, 500, 2000, 10_000]

/** The ranges that searches are narrowed by: fixed, so that they stay while somebody chooses. */
export const unitPriceRanges: readonly UnitPriceRange[] = steps.map((from, index) => {
  const to = steps[index + 1] ?? null
  return { value: `${from}..${to ?? ''}`, from, to }
})

const grouped = new Intl.NumberFormat('en')

/** What people read: `20 to 100`, `10,000 and more`. */
export function rangeLabel({ from, to }: UnitPriceRange): string {
  if (to === null) return `${grouped.format(from)} and more`
  return from === 0 ? `Below ${grouped.format(to)}` : `${grouped.format(from)} to ${grouped.format(to)}`
}
