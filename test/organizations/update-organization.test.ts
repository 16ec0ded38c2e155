import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Account } from '../../src/organizations/account.entity.ts'
import { createOrganization } from '../../src/organizations/create-organization.ts'
import { accountOrderabilityOf, accountsOf, orderabilityOf } from '../../src/organizations/find-belongings.ts'
import { listOrganizations } from '../../src/organizations/list-organizations.ts'
import type { Organization } from '../../src/organizations/organization.entity.ts'
import type { OrganizationUpdateInput } from '../../src/organizations/organization.inputs.ts'
import { updateAccount } from '../../src/organizations/update-account.ts'
import { updateOrganization } from '../../src/organizations/update-organization.ts'
import { addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
let customer: Organization
let account: Account
const admin = userOf('org_north')
const sales = userOf('org_north', ['SALES_AGENT'])
const finance = userOf('org_north', ['FINANCE'])

beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

let keys = 0
beforeEach(async () => {
  customer = await verbs.run(sales, (ctx) =>
    createOrganization(ctx, {
      name: 'Heron Ltd',
      country: 'GB',
      currency: 'GBP',
      taxId: 'GB1',
      externalReference: `R-${++keys}`,
      idempotencyKey: `key ${keys}`,
    }),
  )
  account = (await verbs.read(sales, (ctx) => accountsOf(ctx, customer)))[0]!
})

const stored = async () => (await verbs.sql('SELECT * FROM organization WHERE id = $1', [customer.id]))[0]

test('absent fields stay and null clears', async () => {
  await verbs.run(sales, (ctx) =>
    updateOrganization(ctx, { organizationId: customer.id, taxId: null, name: 'Heron plc' }),
  )
  expect(await stored()).toMatchObject({
    name: 'Heron plc',
    tax_id: null,
    country: 'GB',
    external_reference: `R-${keys}`,
    version: 2,
  })
})

test('what cannot be empty is not cleared', async () => {
  const change = { organizationId: customer.id, name: null, timeZone: null }
  expect(await problemsOf(verbs.run(sales, (ctx) => updateOrganization(ctx, change)))).toEqual([
    { code: 'REQUIRED', path: ['name'] },
    { code: 'REQUIRED', path: ['timeZone'] },
  ])
  expect(await stored()).toMatchObject({ name: 'Heron Ltd', version: 1 })
})

test('of two changes to one version, one is refused', async () => {
  const change = (name: string) =>
    verbs.run(sales, (ctx) =>
      updateOrganization(ctx, { organizationId: customer.id, name, expectedVersion: 1 }),
    )
  const results = await Promise.allSettled([change('One'), change('Two')])
  const refused = results.find((result) => result.status === 'rejected')
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  expect((refused?.reason as { problems?: unknown[] } | undefined)?.problems).toMatchObject([
    { code: 'VERSION_CONFLICT', path: ['expectedVersion'], details: { currentVersion: 2 } },
  ])
})

test('another reseller does not find it, the one below neither, the one above may', async () => {
  const change = { organizationId: customer.id, name: 'Mine' }
  for (const stranger of [userOf('org_south'), userOf('org_brook')])
    expect(await problemsOf(verbs.run(stranger, (ctx) => updateOrganization(ctx, change)))).toEqual([
      { code: 'NOT_FOUND', path: ['organizationId'] },
    ])
  expect(await stored()).toMatchObject({ name: 'Heron Ltd' })
})

test('a sales agent reads the resellers below, and cannot change them', async () => {
  const change = { organizationId: 'org_brook', name: 'Mine' }
  expect(await problemsOf(verbs.run(sales, (ctx) => updateOrganization(ctx, change)))).toEqual([
    { code: 'OUT_OF_REACH', path: ['organizationId'] },
  ])
})

test('the reseller itself is changed by its administrator only, and cannot hold itself', async () => {
  const change = { organizationId: 'org_north', approvalSubmission: 'MANUAL' as const }
  expect(await problemsOf(verbs.run(sales, (ctx) => updateOrganization(ctx, change)))).toEqual([
    { code: 'FORBIDDEN', path: [] },
  ])
  const changed = await verbs.run(admin, (ctx) => updateOrganization(ctx, change))
  expect(changed.approvalSubmission).toBe('MANUAL')
  const hold = { organizationId: 'org_north', status: 'ADMIN_HOLD' as const }
  expect(await problemsOf(verbs.run(admin, (ctx) => updateOrganization(ctx, hold)))).toEqual([
    { code: 'OWN_HOLD', path: ['status'] },
  ])
})

test('finance puts an account on hold and nothing else; then nothing can be ordered', async () => {
  const hold = { accountId: account.id, status: 'CREDIT_HOLD' as const }
  expect(await problemsOf(verbs.run(sales, (ctx) => updateAccount(ctx, hold)))).toEqual([
    { code: 'FORBIDDEN', path: [] },
  ])
  expect(
    await problemsOf(verbs.run(finance, (ctx) => updateAccount(ctx, { accountId: account.id, name: 'X' }))),
  ).toEqual([{ code: 'FORBIDDEN', path: [] }])
  await verbs.run(finance, (ctx) => updateAccount(ctx, hold))
  expect(await verbs.read(sales, (ctx) => orderabilityOf(ctx, customer))).toEqual({
    canOrder: false,
    reasons: ['ACCOUNT_CREDIT_HOLD'],
  })
  const [event] = await verbs.sql<{ data: { organization: { accounts: object[] } } }>(
    `SELECT data FROM outbox_event WHERE type = 'organization.updated' AND subject_id = $1`,
    [customer.id],
  )
  expect(event?.data.organization.accounts).toMatchObject([{ id: account.id, status: 'CREDIT_HOLD' }])
})

test('references by system and attributes are replaced as a whole, found, and told', async () => {
  const change = (more: Partial<OrganizationUpdateInput>) =>
    verbs.run(sales, (ctx) => updateOrganization(ctx, { organizationId: customer.id, ...more }))
  const reference = `D-${keys}`
  await change({
    externalReferences: [
      { system: 'erp', reference },
      { system: 'crm', reference: '7' },
    ],
    customAttributes: [{ key: 'segment', value: 'industry' }],
  })
  await change({ externalReferences: [{ system: 'erp', reference }] })
  expect(await stored()).toMatchObject({
    external_references: { erp: reference },
    custom_attributes: { segment: 'industry' },
    version: 3,
  })
  const find = async (system: string) =>
    (
      await verbs.read(sales, (ctx) =>
        listOrganizations(ctx, { first: 5, where: { hasReference: { system, reference } } }),
      )
    ).nodes.map(({ id }) => id)
  expect(await find('erp')).toEqual([customer.id])
  expect(await find('crm')).toEqual([])
  const [event] = await verbs.sql(
    `SELECT data -> 'organization' -> 'externalReferences' AS told FROM outbox_event
     WHERE subject_id = $1 ORDER BY id DESC LIMIT 1`,
    [customer.id],
  )
  expect(event).toEqual({ told: { erp: reference } })
  expect(await problemsOf(change({ externalReferences: [{ system: 'a b', reference: '1' }] }))).toEqual([
    { code: 'NAME_INVALID', path: ['externalReferences', '0', 'system'] },
  ])
})

test('the chooser says of each account whether it can be ordered on, and why not', async () => {
  const ofAccount = () => verbs.read(sales, (ctx) => accountOrderabilityOf(ctx, account))
  expect(await ofAccount()).toEqual({ canOrder: true, reasons: [] })
  const hold = { organizationId: customer.id, status: 'ADMIN_HOLD' as const }
  await verbs.run(admin, (ctx) => updateOrganization(ctx, hold))
  expect(await ofAccount()).toEqual({ canOrder: false, reasons: ['ORGANIZATION_ON_HOLD'] })
})
