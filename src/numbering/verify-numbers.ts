import type { Finding } from '../audit/finding.ts'
import type { EntityManager } from '../platform/database.ts'

interface PeriodRow {
  series_id: string
  period: string
  taken: string
  numbers: string
  highest: string
}

/** Each number of a series and period, once and without a gap, stands on an order: so many were taken, so many are there. */
const question = `
  WITH issued AS (
    SELECT number_series_id AS series_id, number_period AS period, count(*) AS numbers, max(number_sequence) AS highest
    FROM orders WHERE seller_id = ? AND order_number IS NOT NULL GROUP BY 1, 2),
  counted AS (SELECT series_id, period, last_number FROM number_counter WHERE seller_id = ?)
  SELECT series_id, period, coalesce(c.last_number, 0) AS taken, coalesce(i.numbers, 0) AS numbers,
    coalesce(i.highest, 0) AS highest
  FROM counted c FULL JOIN issued i USING (series_id, period) ORDER BY 1, 2`

function findingOf(sellerId: string, row: PeriodRow): Finding[] {
  const [taken, numbers, highest] = [row.taken, row.numbers, row.highest].map(BigInt)
  const where = `Series ${row.series_id}, period ${row.period}`
  const finding = { sellerId, sequence: null }
  if (taken === undefined || numbers === undefined || highest === undefined) return []
  if (highest > taken) {
    const message = `${where}: an order carries number ${highest}, and only ${taken} were taken.`
    return [{ ...finding, code: 'NUMBER_UNCOUNTED', message }]
  }
  if (numbers === taken) return []
  const message = `${where}: ${taken} numbers were taken, and ${numbers} orders carry one.`
  return [{ ...finding, code: 'NUMBER_MISSING', message }]
}

/**
 * Proves that a seller's order numbers are gapless: of each series and period as many orders carry a number as were
 * taken, and none a higher one; that none is there twice, the database holds. Answers how many there are.
 */
export async function verifyNumbers(
  { em }: { em: EntityManager },
  sellerId: string,
): Promise<{ numbers: number; findings: Finding[] }> {
  const rows = await em.execute<PeriodRow[]>(question, [sellerId, sellerId])
  return {
    numbers: rows.reduce((sum, { numbers }) => sum + Number(numbers), 0),
    findings: rows.flatMap((row) => findingOf(sellerId, row)),
  }
}
