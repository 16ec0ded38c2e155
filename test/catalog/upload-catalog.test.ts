import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'

let app: TestApp
let operator: ApiClient
let sales: ApiClient

beforeAll(async () => {
  app = await startApp()
  operator = await app.signedIn('operator@countersign.example')
  sales = await app.signedIn('sales@meridian.example')
})
afterAll(() => app.close())

const header =
  'productKey,skuCode,vendorPartNumber,name,unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,addOnOf,priceEUR'
const row = (number: string, price = '1.5', addOnOf = '') =>
  `microsoft-365-business-basic,${number},${number}-A,Test ${number},SEAT,RECURRING,IN_ADVANCE,P1Y,P1M,${addOnOf},${price}`

interface Upload {
  client?: ApiClient
  type?: string
  key?: string
  query?: string
}

async function post(file: string, { client = operator, type = 'text/csv', key, query = '' }: Upload = {}) {
  const response = await fetch(`${app.url}/catalog/imports${query}`, {
    method: 'POST',
    headers: {
      'content-type': type,
      ...(client.token ? { authorization: `Bearer ${client.token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    },
    body: file,
  })
  const answer = (await response.json()) as Json
  return {
    status: response.status,
    id: answer.activity?.id as string,
    code: answer.errors?.[0].extensions.code as string,
  }
}

async function imported(id: string): Promise<Json> {
  for (;;) {
    const { activity } = await operator.ask(
      `query ($id: ID!) { activity(id: $id) { status kind progress { done total percent } counts { name count }
         errors(first: 100) { nodes { position path code } } } }`,
      { id },
    )
    if (!['QUEUED', 'RUNNING'].includes(activity.status as string)) return activity
    await sleep(50)
  }
}

const counts = (created: number, updated: number, unchanged: number, failed: number) => [
  { name: 'created', count: created },
  { name: 'failed', count: failed },
  { name: 'unchanged', count: unchanged },
  { name: 'updated', count: updated },
]

const offersLike = (pattern: string) =>
  app.sql<{ sku_code: string; price: string }>(
    `SELECT o.sku_code, p.unit_price::float::text AS price FROM offer o JOIN price p ON p.offer_id = o.id AND p.valid_to IS NULL
     WHERE o.sku_code LIKE $1 ORDER BY 1`,
    [pattern],
  )

test('a file is taken as a stream and imported by an activity that lists exactly its bad rows', async () => {
  const lines = [
    header,
    row('UA-1'),
    row('UA-2', '-1'),
    'too,short',
    row('UA-3', '2', 'UA-4'),
    row('UA-1'),
    row('UA-4'),
  ]
  const { status, id } = await post(lines.join('\n'))
  expect(status).toBe(202)
  expect(await imported(id)).toEqual({
    kind: 'CATALOG_IMPORT',
    status: 'COMPLETED_WITH_ERRORS',
    progress: { done: 6, total: 6, percent: 100 },
    counts: counts(3, 0, 0, 3),
    errors: {
      nodes: [
        { position: 3, path: ['priceEUR'], code: 'PRICE_INVALID' },
        { position: 4, path: [], code: 'ROW_WIDTH' },
        { position: 6, path: ['vendorPartNumber'], code: 'OFFER_DOUBLED' },
      ],
    },
  })
  expect(await offersLike('UA-%')).toEqual([
    { sku_code: 'UA-1', price: '1.5' },
    { sku_code: 'UA-3', price: '2' },
    { sku_code: 'UA-4', price: '1.5' },
  ])
  const [left] = await app.sql<{ count: number }>('SELECT count(*)::int AS count FROM catalog_upload_row')
  expect(left?.count).toBe(0)
})

test('JSON Lines say the same; a currency that a row does not name stays as it is', async () => {
  const offer = (number: string, more: object) =>
    JSON.stringify({
      productKey: 'microsoft-365-business-basic',
      skuCode: number,
      vendorPartNumber: `${number}-A`,
      name: `Test ${number}`,
      unitOfMeasure: 'SEAT',
      paymentModel: 'RECURRING',
      chargeTiming: 'IN_ADVANCE',
      commitmentTerm: 'P1Y',
      billingPeriod: 'P1M',
      ...more,
    })
  const type = 'application/x-ndjson'
  const first = await post(
    [offer('UJ-1', { priceEUR: '3', priceUSD: '4' }), '{', offer('UJ-2', { colour: 'red' })].join('\n'),
    { type },
  )
  expect(await imported(first.id)).toMatchObject({
    counts: counts(1, 0, 0, 2),
    errors: {
      nodes: [
        { position: 2, code: 'JSON_UNREADABLE' },
        { position: 3, code: 'COLUMN_UNKNOWN' },
      ],
    },
  })
  const second = await post(offer('UJ-1', { priceEUR: '3.5' }), { type })
  expect(await imported(second.id)).toMatchObject({ status: 'COMPLETED', counts: counts(0, 1, 0, 0) })
  expect((await offersLike('UJ-%')).map(({ price }) => price).toSorted()).toEqual(['3.5', '4'])
})

test('a dry run counts and changes nothing', async () => {
  const { id } = await post([header, row('UA-1', '9'), row('UD-1')].join('\n'), { query: '?dryRun=true' })
  expect(await imported(id)).toMatchObject({ status: 'COMPLETED', counts: counts(1, 1, 0, 0) })
  expect(await offersLike('UD-%')).toEqual([])
  expect((await offersLike('UA-1'))[0]?.price).toBe('1.5')
})

test('the same file under the same key is imported once; another file or kind under it is refused', async () => {
  const file = [header, row('UK-1')].join('\n')
  const first = await post(file, { key: 'once' })
  await imported(first.id)
  expect(await post(file, { key: 'once' })).toEqual({ ...first, status: 202 })
  expect(await post(`${file}\n`, { key: 'once' })).toMatchObject({
    status: 409,
    code: 'IDEMPOTENCY_KEY_REUSED',
  })
  expect(await post(file, { key: 'once', query: '?dryRun=true' })).toMatchObject({
    status: 409,
    code: 'IDEMPOTENCY_KEY_REUSED',
  })
})

describe('is refused, and changes nothing:', () => {
  test.each<[what: string, file: string, upload: () => Upload, status: number, code: string]>([
    ['a wrong header', 'productKey\nx', () => ({}), 422, 'COLUMN_MISSING'],
    ['broken quotation marks', `${header}\n${row('UX-1')}\n"a" b,c`, () => ({}), 422, 'CSV_UNREADABLE'],
    [
      'a line without end',
      'x'.repeat(70_000),
      () => ({ type: 'application/x-ndjson' }),
      422,
      'LINE_TOO_LONG',
    ],
    ['another kind of file', '<a/>', () => ({ type: 'text/xml' }), 415, 'MEDIA_TYPE_UNKNOWN'],
    ['a file from a reseller', `${header}\n${row('UX-1')}`, () => ({ client: sales }), 403, 'FORBIDDEN'],
    [
      'a file from nobody',
      `${header}\n${row('UX-1')}`,
      () => ({ client: app.anonymous() }),
      401,
      'UNAUTHENTICATED',
    ],
  ])('%s', async (_, file, upload, status, code) => {
    const begun = () => app.sql(`SELECT id FROM activity WHERE kind = 'CATALOG_IMPORT' ORDER BY id`)
    const before = await begun()
    expect(await post(file, upload())).toMatchObject({ status, code })
    expect(await begun()).toEqual(before)
    expect(await offersLike('UX-%')).toEqual([])
  })
})
