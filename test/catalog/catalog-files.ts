const header =
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,priceUSD,setupFeeEUR'

/** Products that generated rows refer to. */
export const productCount = 20_000

/** How a row can be bad, and the code that tells so. */
const faults: Array<[code: string, spoil: (cells: string[], earlier: string) => string[]]> = [
  ['PRODUCT_UNKNOWN', ([, ...rest]) => ['no-such-product', ...rest]],
  ['PRICE_INVALID', (cells) => cells.with(10, '-1')],
  ['ROW_WIDTH', (cells) => cells.slice(0, 5)],
  ['COMBINATION_NOT_ALLOWED', (cells) => cells.with(7, 'P1M').with(8, 'P1Y')],
  ['OFFER_DOUBLED', (cells, earlier) => cells.with(2, earlier)],
]

function goodCells(row: number): string[] {
  const product = row % productCount
  const [term, period] = [
    ['P1M', 'P1M'],
    ['P1Y', 'P1M'],
    ['P1Y', 'P1Y'],
  ][row % 3] as [string, string]
  const price = ((row % 9973) / 100 + 1).toFixed(2)
  const name = `Generated ${row} for ${row % 200} people`
  return [
    `generated-${product}`, `GEN-${product}`, `GEN-${String(row).padStart(7, '0')}`, name, 'SEAT', 'RECURRING', 'IN_ADVANCE',
    term, period, price, price, row % 7 === 0 ? '5' : '',
  ] // prettier-ignore
}

/** The code that tells what is wrong with a row of a generated file; null: nothing. `badEvery` 0: nothing ever. */
export function faultOf(row: number, badEvery: number): string | null {
  if (badEvery === 0 || row % badEvery !== badEvery - 1) return null
  return faults[Math.floor(row / badEvery) % faults.length]?.[0] ?? null
}

function lineOf(row: number, badEvery: number): string {
  const cells = goodCells(row)
  const fault = faults.find(([code]) => code === faultOf(row, badEvery))
  return (fault ? fault[1](cells, goodCells(row - 1)[2] ?? '') : cells).join(',')
}

/** A catalog file of so many rows, piece by piece; row 0 stands on line 2. */
export async function* catalogFile(rows: number, badEvery = 0): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(`${header}\n`)
  for (let start = 0; start < rows; start += 500) {
    const lines = Array.from({ length: Math.min(500, rows - start) }, (_, index) =>
      lineOf(start + index, badEvery),
    )
    yield encoder.encode(`${lines.join('\n')}\n`)
    // Others in this process get their turn.
    await Promise.resolve()
  }
}
