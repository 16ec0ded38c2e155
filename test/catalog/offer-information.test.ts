import 'reflect-metadata'
import { graphql, printSchema, type GraphQLSchema } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSchema } from 'type-graphql'
import { CatalogResolver, CategoryResolver } from '../../src/catalog/catalog.resolver.ts'
import { OfferResolver } from '../../src/catalog/offer.resolver.ts'
import { ProductResolver } from '../../src/catalog/product.resolver.ts'
import type { Json } from '../support/api-client.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { loadDemoCatalog, meridian, openCatalog, operator } from './catalog-fixture.ts'

let harness: VerbHarness
let schema: GraphQLSchema
let offers: Map<string, string>

beforeAll(async () => {
  schema = await buildSchema({
    resolvers: [CatalogResolver, CategoryResolver, OfferResolver, ProductResolver],
    validate: false,
  })
  harness = await openCatalog()
  await harness.run(operator, loadDemoCatalog)
  await harness.sql(
    `INSERT INTO account (id, seller_id, organization_id, name, currency, created_at, updated_at)
     VALUES ('acc_usd', 'org_meridian', 'org_kunde', 'US', 'USD', now(), now())`,
  )
  const rows = await harness.sql<{ id: string; vendor_part_number: string }>(
    'SELECT id, vendor_part_number FROM offer',
  )
  offers = new Map(rows.map((row) => [row.vendor_part_number, row.id]))
})

afterAll(() => harness.close())

const ask = (source: string, variableValues: Record<string, unknown> = {}) =>
  harness.read(meridian, async (contextValue): Promise<Json> =>
    graphql({ schema, source, variableValues, contextValue }),
  )

const invoice = `query ($id: ID!, $quantity: Decimal!, $organizationId: ID!, $accountId: ID) { offer(id: $id) {
  price(organizationId: $organizationId) { unitPrice { amount currency } }
  invoiceInformation(quantity: $quantity, organizationId: $organizationId, accountId: $accountId) {
    quantity currency unitPrice { amount } setupFee { amount } lineNet { amount } firstInvoiceTotal { amount }
    recurringAmount { amount } recurringPeriod monthlyRecurring { amount } nextBillingDate totalContractValue { amount }
    commitmentEndDate validUntil isEstimate seller { id } organization { id } account { id } } } }`

const idOf = (partNumber: string) => offers.get(partNumber)

test('the invoice icon shows exact figures of a yearly commitment that is billed monthly', async () => {
  const variables = { id: idOf('CFQ7TTC0LH18-0001-P1Y-P1M'), quantity: '7', organizationId: 'org_kunde' }
  const { data, errors } = await ask(invoice, variables)
  expect(errors).toBeUndefined()
  expect(data.offer).toEqual({
    price: { unitPrice: { amount: '5.88', currency: 'EUR' } },
    invoiceInformation: {
      quantity: '7',
      currency: 'EUR',
      unitPrice: { amount: '5.88' },
      setupFee: { amount: '0.00' },
      lineNet: { amount: '41.16' },
      firstInvoiceTotal: { amount: '41.16' },
      recurringAmount: { amount: '41.16' },
      recurringPeriod: 'P1M',
      monthlyRecurring: { amount: '41.16' },
      nextBillingDate: '2027-02-28',
      totalContractValue: { amount: '493.92' },
      commitmentEndDate: '2028-01-31',
      validUntil: '2027-02-14T10:00:00.000Z',
      isEstimate: true,
      seller: { id: 'org_meridian' },
      organization: { id: 'org_kunde' },
      account: null,
    },
  })
})

test("the account's currency counts before the organization's", async () => {
  const id = idOf('CFQ7TTC0LH18-0001-P1Y-P1Y')
  const { data } = await ask(invoice, { id, quantity: 2, organizationId: 'org_kunde', accountId: 'acc_usd' })
  expect(data.offer.invoiceInformation).toMatchObject({
    currency: 'USD',
    unitPrice: { amount: '72.00' },
    lineNet: { amount: '144.00' },
    monthlyRecurring: { amount: '12.00' },
    nextBillingDate: '2028-01-31',
    account: { id: 'acc_usd' },
  })
})

test.each([
  ['301', 'QUANTITY_TOO_HIGH'],
  ['0', 'QUANTITY_TOO_LOW'],
  ['1.5', 'QUANTITY_STEP'],
  ['1e3', 'BAD_USER_INPUT'],
])('a quantity of %s is refused with %s', async (quantity, code) => {
  const id = idOf('CFQ7TTC0LH18-0001-P1Y-P1M')
  const { data, errors } = await ask(invoice, { id, quantity, organizationId: 'org_kunde' })
  expect(data?.offer.invoiceInformation ?? null).toBeNull()
  const [error] = errors
  expect(error.originalError?.code ?? error.extensions.code).toBe(code)
})

test('an offer without a price in the currency has neither price nor invoice', async () => {
  await harness.sql(`DELETE FROM price WHERE offer_id = $1 AND currency = 'GBP'`, [
    idOf('CFQ7TTC0LDPB-0001-P1M-P1M'),
  ])
  const id = idOf('CFQ7TTC0LDPB-0001-P1M-P1M')
  const { data } = await ask(invoice, { id, quantity: '1', organizationId: 'org_other' })
  expect(data.offer).toEqual({ price: null, invoiceInformation: null })
})

test('the info icon shows the provisioning form in its order', async () => {
  const { data, errors } = await ask(
    `query ($id: ID!) { offer(id: $id) { productInformation { name features documentationUrl
       parameters { key type scope required options { value } position } } } }`,
    { id: idOf('CFQ7TTC0LH18-0001-P1Y-P1M') },
  )
  expect(errors).toBeUndefined()
  expect(data.offer.productInformation.name).toBe('Microsoft 365 Business Basic')
  expect(data.offer.productInformation.parameters[0]).toEqual({
    key: 'tenantKind',
    type: 'CHOICE',
    scope: 'ORDER',
    required: true,
    options: [{ value: 'EXISTING' }, { value: 'NEW' }],
    position: 1,
  })
})

test('a page of products with offers, prices and categories costs the same for 2 and for 50 products', async () => {
  const page = `query ($first: Int!) { productSearch(first: $first, organizationId: "org_kunde") { totalCount isSimilarMatch
    facets { field values { value label count isSelected } }
    nodes { name vendor { name } category { name parent { name } } productInformation { summary }
      offers(organizationId: "org_kunde") { name price(organizationId: "org_kunde") { unitPrice { amount } } } } } }`
  const count = async (first: number) => {
    const before = harness.statements.length
    const { data, errors } = await ask(page, { first })
    expect(errors).toBeUndefined()
    expect(data.productSearch.nodes.length).toBe(first)
    for (const { offers } of data.productSearch.nodes)
      expect(offers.every((offer: Json) => offer.price !== null) && offers.length > 0).toBe(true)
    return harness.statements.length - before
  }
  expect(await count(50)).toBe(await count(2))
})

test('the category tree counts products below each category', async () => {
  const { data, errors } = await ask(
    '{ categories { key productCount children { key productCount parent { key } children { key } } } vendors { key } }',
  )
  expect(errors).toBeUndefined()
  const [top] = data.categories
  expect(top.key).toBe('productivity')
  expect(top.children[0]).toMatchObject({
    key: 'office-suites',
    parent: { key: 'productivity' },
    children: [],
  })
  expect(top.productCount).toBe(
    top.children.reduce((sum: number, child: Json) => sum + child.productCount, 0),
  )
  expect(data.vendors.length).toBe(22)
})

test('money and decimals are scalars of their own in the schema', () => {
  const sdl = printSchema(schema)
  expect(sdl).toMatch(/type Money \{[^}]*amount: Decimal![^}]*currency: CurrencyCode!/)
  expect(sdl).toContain('scalar Decimal')
})
