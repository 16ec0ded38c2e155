import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOrganization } from '../../src/organizations/create-organization.ts'
import { addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

const sales = userOf('org_north', ['SALES_AGENT'])
let keys = 0
const input = (more: object = {}) => ({
  name: ' Wren & Söhne ',
  country: 'DE',
  currency: 'EUR',
  idempotencyKey: `key ${++keys}`,
  ...more,
})
const customers = () => verbs.sql(`SELECT id FROM organization WHERE kind = 'CUSTOMER'`)

test('a customer without accounts gets one in its currency, and one event tells all of it', async () => {
  const made = await verbs.run(sales, (ctx) =>
    createOrganization(
      ctx,
      input({
        primaryDomain: 'WREN.example',
        contacts: [
          { firstName: 'Ida', lastName: 'Wren', email: 'ida@Wren.example', phone: '+49 30 23125001' },
        ],
      }),
    ),
  )
  expect(made).toMatchObject({
    sellerId: 'org_north',
    parentId: 'org_north',
    path: ['org_platform', 'org_north'],
    name: 'Wren & Söhne',
    timeZone: 'Europe/Berlin',
    primaryDomain: 'wren.example',
    status: 'ACTIVE',
  })
  const [event] = await verbs.sql<{ data: { organization: object } }>(
    `SELECT data FROM outbox_event WHERE type = 'organization.created' AND subject_id = $1`,
    [made.id],
  )
  expect(event?.data.organization).toMatchObject({
    id: made.id,
    kind: 'CUSTOMER',
    accounts: [{ name: 'Wren & Söhne', currency: 'EUR', status: 'ACTIVE', paymentTermsDays: 30 }],
    contacts: [{ email: 'ida@wren.example', phone: '+493023125001', roles: [] }],
  })
})

test('all faults are told at once, by path, and nothing is written', async () => {
  const before = await customers()
  const faulty = input({
    name: '  ',
    country: 'UK',
    currency: 'eur',
    timeZone: '+01:00',
    address: { line1: 'Quay 1', city: '', country: 'DD' },
    accounts: [{ name: 'Main', currency: 'XYZ', invoiceEmail: 'nobody', paymentTermsDays: 366 }],
    contacts: [{ firstName: 'A', lastName: 'B', email: 'a@b', phone: '123' }],
  })
  expect(await problemsOf(verbs.run(sales, (ctx) => createOrganization(ctx, faulty)))).toEqual([
    { code: 'TEXT_EMPTY', path: ['name'] },
    { code: 'COUNTRY_INVALID', path: ['country'] },
    { code: 'CURRENCY_INVALID', path: ['currency'] },
    { code: 'TIME_ZONE_INVALID', path: ['timeZone'] },
    { code: 'TEXT_EMPTY', path: ['address', 'city'] },
    { code: 'COUNTRY_INVALID', path: ['address', 'country'] },
    { code: 'CURRENCY_INVALID', path: ['accounts', '0', 'currency'] },
    { code: 'EMAIL_INVALID', path: ['accounts', '0', 'invoiceEmail'] },
    { code: 'PAYMENT_TERMS_INVALID', path: ['accounts', '0', 'paymentTermsDays'] },
    { code: 'EMAIL_INVALID', path: ['contacts', '0', 'email'] },
    { code: 'PHONE_INVALID', path: ['contacts', '0', 'phone'] },
  ])
  expect(await customers()).toEqual(before)
})

test('a repeat with the same key adds nothing; two at once add one', async () => {
  const once = input({ name: 'Twice Ltd' })
  const [first, second] = await Promise.all([
    verbs.run(sales, (ctx) => createOrganization(ctx, once)),
    verbs.run(sales, (ctx) => createOrganization(ctx, once)),
  ])
  const third = await verbs.run(sales, (ctx) => createOrganization(ctx, once))
  expect([second.id, third.id]).toEqual([first.id, first.id])
  expect(await verbs.sql(`SELECT id FROM organization WHERE name = 'Twice Ltd'`)).toEqual([{ id: first.id }])
})

test('a reference is unique within a reseller, also for two at once, and free for another reseller', async () => {
  const reference = () => input({ externalReference: 'CRM-7' })
  const results = await Promise.allSettled([
    verbs.run(sales, (ctx) => createOrganization(ctx, reference())),
    verbs.run(sales, (ctx) => createOrganization(ctx, reference())),
  ])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await problemsOf(verbs.run(sales, (ctx) => createOrganization(ctx, reference())))).toEqual([
    { code: 'EXTERNAL_REFERENCE_TAKEN', path: ['externalReference'] },
  ])
  const other = await verbs.run(userOf('org_south'), (ctx) => createOrganization(ctx, reference()))
  expect(other.sellerId).toBe('org_south')
})

test('an approver cannot add customers', async () => {
  const approver = userOf('org_north', ['APPROVER'])
  expect(await problemsOf(verbs.run(approver, (ctx) => createOrganization(ctx, input())))).toEqual([
    { code: 'FORBIDDEN', path: [] },
  ])
})
