import { afterAll, beforeAll, expect, test } from 'vitest'
import { upsertOrganization } from '../../src/organizations/upsert-organization.ts'
import type { OrganizationUpsertInput } from '../../src/organizations/organization-upsert.inputs.ts'
import { addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
const sales = userOf('org_north', ['SALES_AGENT'])
const finance = userOf('org_north', ['FINANCE'])
const facts = { name: 'Heron Ltd', country: 'GB', currency: 'GBP' }

beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

const upsert = (input: OrganizationUpsertInput, actor = sales) =>
  verbs.run(actor, (ctx) => upsertOrganization(ctx, input))
const stored = (reference: string) =>
  verbs.sql<{ id: string }>(
    'SELECT id, name, tax_id, version FROM organization WHERE external_reference = $1',
    [reference],
  )

test('a reference that is new adds a customer with one account, a known one changes it', async () => {
  const first = await upsert({ externalReference: 'crm-1', ...facts, taxId: 'GB1' })
  const again = await upsert({ externalReference: ' crm-1 ', ...facts, name: 'Heron plc' })

  expect([first.created, again.created]).toEqual([true, false])
  expect(await stored('crm-1')).toMatchObject([
    { id: first.organization.id, name: 'Heron plc', tax_id: 'GB1' },
  ])
  const accounts = 'SELECT currency FROM account WHERE organization_id = $1'
  expect(await verbs.sql(accounts, [first.organization.id])).toEqual([{ currency: 'GBP' }])
  const events = `SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id`
  expect(await verbs.sql(events, [first.organization.id])).toEqual([
    { type: 'organization.created' },
    { type: 'organization.updated' },
  ])
})

test('two at once with one reference add one customer', async () => {
  const both = await Promise.all([1, 2].map(() => upsert({ externalReference: 'crm-2', ...facts })))
  expect(both.filter(({ created }) => created)).toHaveLength(1)
  expect(await stored('crm-2')).toHaveLength(1)
})

test('what is wrong is refused with its place, and nothing is added', async () => {
  expect(await problemsOf(upsert({ externalReference: ' ', ...facts }))).toEqual([
    { code: 'REQUIRED', path: ['externalReference'] },
  ])
  expect(await problemsOf(upsert({ externalReference: 'crm-3', ...facts, country: 'XX' }))).toEqual([
    { code: 'COUNTRY_INVALID', path: ['country'] },
  ])
  expect(await problemsOf(upsert({ externalReference: 'crm-3', ...facts }, finance))).toEqual([
    { code: 'FORBIDDEN', path: [] },
  ])
  expect(await stored('crm-3')).toEqual([])
})
