import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCatalog } from '../../src/catalog/import-catalog.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { demoOffers, loadDemoCatalog, meridian, openCatalog, operator } from './catalog-fixture.ts'

let harness: VerbHarness

beforeAll(async () => {
  harness = await openCatalog()
  await harness.run(operator, (ctx) => loadDemoCatalog(ctx, false))
})

afterAll(() => harness.close())

const header =
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,priceEUR,setupFeeEUR'
const good = 'microsoft-365-business-basic,T-1,T-1-A,Test,SEAT,RECURRING,IN_ADVANCE,P12M,P1M,1.5,'

const counts = () =>
  harness.sql(`SELECT (SELECT count(*)::int FROM offer) AS offers, (SELECT count(*)::int FROM price) AS prices,
    (SELECT count(*)::int FROM outbox_event) AS events`)

test('the demo catalog is imported by a fixed number of statements, and a second time nothing changes', async () => {
  const before = harness.statements.length
  const first = await harness.run(operator, (ctx) => importCatalog(ctx, { csv: demoOffers }))
  const statements = harness.statements.length - before
  expect(first.problems).toEqual([])
  expect(first).toMatchObject({ updated: 0, unchanged: 0, failed: 0, dryRun: false })
  expect(first.created).toBe(first.rows)
  expect(first.rows).toBeGreaterThan(300)
  expect(statements).toBeLessThan(40)
  const [after] = await counts()
  const again = await harness.run(operator, (ctx) => importCatalog(ctx, { csv: demoOffers }))
  expect(again).toMatchObject({ created: 0, updated: 0, unchanged: first.rows, failed: 0 })
  expect(await counts()).toEqual([{ ...after, events: 2 }])
})

test('good rows are imported, bad rows are listed by line with what to do', async () => {
  const csv = [
    header,
    good,
    'no-such-product,T-2,T-2-A,Test,SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,1.5,',
    'microsoft-365-business-basic,T-3,T-3-A,Test,SEAT,RECURRING,IN_ADVANCE,P1M,P1Y,-1,',
    'microsoft-365-business-basic,T-4,T-4-A',
    '',
    'microsoft-365-business-basic,T-5,T-5-A,"Test, quoted",SEAT,ONE_TIME,IN_ADVANCE,,,9.99,5',
    'microsoft-365-business-basic,T-6,T-1-A,Test,SEAT,ONE_TIME,IN_ADVANCE,,,9.99,',
    'microsoft-365-business-basic,T-7,T-7-A,,SEAT,SOMETIMES,NEVER,,,,3',
  ].join('\r\n')
  const result = await harness.run(operator, (ctx) => importCatalog(ctx, { csv }))
  expect(result).toMatchObject({ rows: 7, created: 2, updated: 0, unchanged: 0, failed: 5 })
  expect(result.problems.map(({ line, column, code }) => [line, column, code])).toEqual([
    [3, 'productKey', 'PRODUCT_UNKNOWN'],
    [4, 'commitmentTerm', 'COMBINATION_NOT_ALLOWED'],
    [4, 'priceEUR', 'PRICE_INVALID'],
    [5, '', 'ROW_WIDTH'],
    [8, 'vendorPartNumber', 'OFFER_DOUBLED'],
    [9, 'name', 'VALUE_MISSING'],
    [9, 'chargeTiming', 'VALUE_UNKNOWN'],
    [9, 'paymentModel', 'VALUE_UNKNOWN'],
    [9, 'priceEUR', 'PRICE_MISSING'],
    [9, 'price', 'PRICE_MISSING'],
  ])
  const rows = await harness.sql(
    `SELECT o.sku_code, o.name, o.commitment_term, p.unit_price::text, p.setup_fee::text FROM offer o
     JOIN price p ON p.offer_id = o.id WHERE o.sku_code LIKE 'T-%' ORDER BY 1`,
  )
  expect(rows).toEqual([
    {
      sku_code: 'T-1',
      name: 'Test',
      commitment_term: 'P1Y',
      unit_price: '1.50000000',
      setup_fee: '0.00000000',
    },
    {
      sku_code: 'T-5',
      name: 'Test, quoted',
      commitment_term: null,
      unit_price: '9.99000000',
      setup_fee: '5.00000000',
    },
  ])
})

test('a dry run says what would happen and changes nothing', async () => {
  const before = await counts()
  const csv = `${header}\n${good.replace(',1.5,', ',1.75,')}\n${good.replaceAll('T-1', 'T-9')}`
  const result = await harness.run(operator, (ctx) => importCatalog(ctx, { csv, dryRun: true }))
  expect(result).toMatchObject({ dryRun: true, rows: 2, created: 1, updated: 1, unchanged: 0, failed: 0 })
  expect(await counts()).toEqual(before)
})

test('the same idempotency key imports once and answers the same', async () => {
  const csv = `${header}\n${good.replaceAll('T-1', 'T-10')}\nbad,row`
  const input = { csv, idempotencyKey: 'import-1' }
  const first = await harness.run(operator, (ctx) => importCatalog(ctx, input))
  const before = await counts()
  const again = await harness.run(operator, (ctx) => importCatalog(ctx, input))
  expect(again).toEqual(first)
  expect(first).toMatchObject({ created: 1, failed: 1 })
  expect(await counts()).toEqual(before)
})

test.each([
  ['a missing column', 'productKey,skuCode\nx,y', 'COLUMN_MISSING'],
  ['an unknown column', `${header},colour\n${good},red`, 'COLUMN_UNKNOWN'],
  ['a doubled column', `${header},name\n${good},x`, 'COLUMN_DOUBLED'],
  ['a broken quotation', `${header}\n${good}\n"a" b,c`, 'CSV_UNREADABLE'],
  ['an empty file', '', 'COLUMN_MISSING'],
])('a file with %s is refused as a whole', async (_, csv, code) => {
  const before = await counts()
  const failure = harness.run(operator, (ctx) => importCatalog(ctx, { csv }))
  await expect(failure).rejects.toMatchObject({
    problems: expect.arrayContaining([expect.objectContaining({ code })]),
  })
  expect(await counts()).toEqual(before)
})

test('only the platform operator imports', async () => {
  const failure = harness.run(meridian, (ctx) => importCatalog(ctx, { csv: `${header}\n${good}` }))
  await expect(failure).rejects.toMatchObject({ code: 'FORBIDDEN' })
})
