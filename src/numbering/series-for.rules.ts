/** Which orders a series numbers; null: all. */
export type SeriesScope = { orderType: string | null; country: string | null }

const weight = (scope: SeriesScope): number => (scope.orderType ? 2 : 0) + (scope.country ? 1 : 0)

const covers = (scope: SeriesScope, order: { orderType: string; country: string }): boolean =>
  (scope.orderType ?? order.orderType) === order.orderType &&
  (scope.country ?? order.country) === order.country

/**
 * The series that numbers an order: the most specific that covers it. Its type says more than the customer's country,
 * which says which legal entity sells.
 */
export function seriesFor<S extends SeriesScope>(
  series: readonly S[],
  order: { orderType: string; country: string },
): S | null {
  const covering = series.filter((scope) => covers(scope, order))
  return covering.toSorted((a, b) => weight(b) - weight(a))[0] ?? null
}
