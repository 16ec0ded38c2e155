import type { PricedFor, PricedList, Sql } from './orderable-offers.ts'

/** A list under the number by which the columns of its say are named. */
type Numbered = PricedList & { number: number }

/**
 * The unit price that a quote of the offer `o` would have for a buyer now, as a query of one row; NULL: no seller prices
 * it. `price-chain.rules.ts` in SQL, for statements over many offers: they must always say the same, and
 * `test/catalog/quoted-price.test.ts` holds them together. One look into `price` by its offer; all else is arithmetic
 * that is made for the lists of this buyer.
 */
export function quotedPrice({ currency, sellers, lists }: PricedFor, now: Date): Sql {
  const numbered = lists
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((list, index) => ({ ...list, number: index }))
  const ofSellers = sellers
    .toReversed()
    .map((seller) => numbered.filter(({ sellerId }) => sellerId === seller))
    .filter((own) => own.length > 0)
  const said = saidOf(numbered)
  // Without rules nobody's price is made from another's: to compute each apart would cost more than it saves.
  const isNamed = lists.every(({ basis }) => basis === 'FIXED')
  const steps = isNamed
    ? []
    : ofSellers.map(
        (own, level) => `CROSS JOIN LATERAL (SELECT ${step(own, level)} AS charged OFFSET 0) s${level}`,
      )
  const charged = isNamed ? firstOf(ofSellers.map(step).toReversed()) : nearest(ofSellers.length)
  return {
    sql: `SELECT ${charged} AS unit_price FROM (
        SELECT ${said.sql} FROM price WHERE offer_id = o.id AND currency = ? AND seller_id = ANY (ARRAY[?]::text[])
          AND price_list_id = ANY (ARRAY[?]::text[]) AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)
      ) said ${steps.join(' ')}`,
    params: [...said.params, currency, [...sellers], numbered.map(({ id }) => id), now, now],
  }
}

/** What each list says of the offer: the price that it names, the percent of its rule, and since when. */
function saidOf(lists: readonly Numbered[]): Sql {
  const columns = lists.map(({ number, id, percent, startsAt }) => {
    const own = (column: string) => `max(${column}) FILTER (WHERE price_list_id = ?)`
    return {
      sql: `${own('unit_price')} AS named${number}, coalesce(${own('percent')}, ?::numeric) AS percent${number},
        coalesce(${own('valid_from')}, ?::timestamptz) AS since${number}`,
      params: [id, id, percent, id, startsAt],
    }
  })
  return {
    sql: columns.map(({ sql }) => sql).join(', '),
    params: columns.flatMap(({ params }) => params),
  }
}

/** What the nearest of the first `count` sellers with a price charges, and the top one. */
const nearest = (count: number) => firstOf(stepsUpTo(count).toReversed())
const top = (count: number) => firstOf(stepsUpTo(count))
const stepsUpTo = (count: number) => Array.from({ length: count }, (_, level) => `s${level}.charged`)
const firstOf = (amounts: readonly string[]) => `coalesce(${['NULL::numeric', ...amounts].join(', ')})`

/** What one seller charges the next: lists for the buyer before those for everybody, named prices before rules. */
function step(own: readonly Numbered[], level: number): string {
  const forBuyer = own.filter(({ isForBuyer }) => isForBuyer)
  const forAll = own.filter(({ isForBuyer }) => !isForBuyer)
  const named = (lists: readonly Numbered[]) => latestOf(lists, ({ number }) => `named${number}`)
  const from = { cost: nearest(level), list: firstOf([named(forAll), top(level)]) }
  const ruled = (lists: readonly Numbered[]) =>
    latestOf(
      lists.filter(({ basis }) => basis !== 'FIXED'),
      (list) => ruledPrice(list, from),
    )
  return firstOf([named(forBuyer), ruled(forBuyer), named(forAll), ruled(forAll)])
}

function ruledPrice({ number, basis }: Numbered, from: { cost: string; list: string }): string {
  return basis === 'COST_PLUS'
    ? `round(${from.cost} * (100 + percent${number}) * 0.01, 8)`
    : `round(${from.list} * (100 - percent${number}) * 0.01, 8)`
}

/** Of several lists that say something, the one that began last counts. */
function latestOf(lists: readonly Numbered[], amountOf: (list: Numbered) => string): string {
  const [only] = lists
  if (!only) return 'NULL::numeric'
  if (lists.length === 1) return amountOf(only)
  const rows = lists.map((list) => `(${amountOf(list)}, since${list.number}, ${list.number})`)
  return `(SELECT amount FROM (VALUES ${rows.join(', ')}) said_by (amount, since, number)
    WHERE amount IS NOT NULL ORDER BY since DESC, number DESC LIMIT 1)`
}
