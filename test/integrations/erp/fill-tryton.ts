import { TrytonClient, type TrytonSite } from '../../../integrations/erp/tryton-client.ts'
import type { OrderDocument } from '../../../integrations/erp/order-document.ts'
import { taxKey } from '../../../integrations/erp/push-order.ts'

const decimal = (amount: string) => ({ __class__: 'Decimal', decimal: amount })
const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

/** The symbol of the one unit that all is counted in: pieces, with as many fraction digits as we have. */
export const pieces = 'pc'

/** What a bookkeeper sets up before sales can be written: company, currencies, customers, products, taxes. */
export async function fillTryton(site: TrytonSite, documents: readonly OrderDocument[]): Promise<void> {
  const client = new TrytonClient(site)
  const call = async (model: string, method: string, ...params: unknown[]): Promise<unknown> => {
    const outcome = await client.call(model, method, ...params)
    if (outcome.kind !== 'OK') throw new Error(`${model}.${method}: ${outcome.message}`)
    return outcome.value
  }
  const create = async (model: string, values: readonly object[]): Promise<number[]> =>
    values.length === 0 ? [] : ((await call(model, 'create', values)) as number[])
  const first = async (model: string, domain: unknown[]): Promise<number> =>
    ((await call(model, 'search', domain, 0, 1, null)) as number[])[0] ?? 0

  const rate = { date: { __class__: 'date', year: 2020, month: 1, day: 1 }, rate: decimal('1') }
  const digitsOf = new Map(documents.map(({ currency, currencyDigits }) => [currency, currencyDigits]))
  const [currency] = await create(
    'currency.currency',
    [...digitsOf].map(([code, digits]) => ({
      name: code,
      code,
      symbol: code,
      digits,
      rounding: decimal((1 / 10 ** digits).toFixed(digits)),
      rates: [['create', [rate]]],
    })),
  )
  const [party] = await create('party.party', [{ name: 'Meridian Cloud', addresses: [['create', [{}]]] }])
  const [company] = await create('company.company', [{ party, currency }])
  const user = await first('res.user', [['login', '=', site.user]])
  await call('res.user', 'write', [user], { companies: [['add', [company]]], company })

  const [type] = await create('account.account.type', [{ name: 'Taxes', company, statement: 'balance' }])
  const [account] = await create('account.account', [{ name: 'VAT', code: '1776', company, type }])
  await create(
    'account.tax',
    unique(documents.flatMap(({ lines }) => lines.flatMap((line) => taxKey(line) ?? []))).map((key) => ({
      name: key,
      description: key,
      company,
      type: 'percentage',
      rate: decimal(String(Number(key.split(':')[1] ?? 0) / 100)),
      invoice_account: account,
      credit_note_account: account,
    })),
  )
  const category = await first('product.uom.category', [['uoms.symbol', '=', 'u']])
  const exact = { rate: 1, factor: 1, rounding: 0.000_000_01, digits: 8 }
  const [unit] = await create('product.uom', [{ name: 'Piece', symbol: pieces, category, ...exact }])
  await create(
    'product.template',
    unique(documents.flatMap(({ lines }) => lines.map(({ sku }) => sku))).map((sku) => ({
      name: sku,
      type: 'service',
      salable: true,
      default_uom: unit,
      sale_uom: unit,
      list_price: decimal('1'),
      products: [['create', [{ suffix_code: sku }]]],
    })),
  )
  await create(
    'party.party',
    unique(documents.map(({ buyer }) => buyer.id)).map((code) => ({
      name: code,
      code,
      addresses: [['create', [{ city: 'Musterstadt' }]]],
    })),
  )
}
