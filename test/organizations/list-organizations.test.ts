import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { createOrganization } from '../../src/organizations/create-organization.ts'
import { listOrganizations } from '../../src/organizations/list-organizations.ts'
import type { OrganizationsArgs } from '../../src/organizations/organizations.inputs.ts'
import { addCompanies, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
const sales = userOf('org_north', ['SALES_AGENT'])

beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
  const names = ['Amber', 'Birch 100%', 'Birch_100', 'Cedar', 'Cedar', 'Dune']
  for (const [at, name] of names.entries())
    await verbs.run(sales, (ctx) =>
      createOrganization(ctx, {
        name,
        country: 'DE',
        currency: 'EUR',
        idempotencyKey: `key ${at}`,
        externalReference: `CRM-${at}`,
      }),
    )
  await verbs.run(userOf('org_brook'), (ctx) =>
    createOrganization(ctx, { name: 'Brooklet', country: 'DE', currency: 'EUR', idempotencyKey: 'b' }),
  )
  await verbs.run(userOf('org_south'), (ctx) =>
    createOrganization(ctx, { name: 'Amber South', country: 'DE', currency: 'EUR', idempotencyKey: 's' }),
  )
})
afterAll(() => verbs.close())

const list = (args: Partial<OrganizationsArgs>, actor: Actor = sales) =>
  verbs.read(actor, (ctx) => listOrganizations(ctx, { first: 20, where: { kind: 'CUSTOMER' }, ...args }))
const names = async (args: Partial<OrganizationsArgs>, actor?: Actor) =>
  (await list(args, actor)).nodes.map(({ name }) => name)

test('a reseller sees its customers and those of the resellers below it, and nobody else', async () => {
  expect(await names({})).toEqual(
    ['Amber', 'Birch_100', 'Birch 100%', 'Brooklet', 'Cedar', 'Cedar', 'Dune'].toSorted(),
  )
  expect(await names({}, userOf('org_brook'))).toEqual(['Brooklet'])
  expect(await names({}, userOf('org_south'))).toEqual(['Amber South'])
})

test('pages follow one another without gap or double, in both directions, equal names included', async () => {
  for (const direction of ['ASC', 'DESC'] as const) {
    const orderBy = { field: 'NAME', direction } as const
    const whole = (await list({ orderBy })).nodes.map(({ id }) => id)
    const paged: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const page = await list({ orderBy, first: 2, after })
      paged.push(...page.nodes.map(({ id }) => id))
      more = page.pageInfo.hasNextPage
      after = page.pageInfo.endCursor
    }
    expect(paged).toEqual(whole)
    expect(new Set(paged).size).toBe(7)
  }
})

test('search finds parts of names, beginnings of references, and takes % and _ as they are', async () => {
  expect(await names({ search: 'edA' })).toEqual(['Cedar', 'Cedar'])
  expect(await names({ search: 'crm-5' })).toEqual(['Dune'])
  expect(await names({ search: '0%' })).toEqual(['Birch 100%'])
  expect(await names({ search: 'h_1' })).toEqual(['Birch_100'])
})

test('a customer sees itself and its seller, by either wall alone', async () => {
  const [amber] = (await list({ search: 'Amber' })).nodes
  const customer: Actor = {
    ...userOf('org_north', ['CUSTOMER_ADMIN']),
    organizationId: amber!.id,
    readableSellers: ['org_north'],
    organizationScope: [amber!.id],
  }
  expect(await names({ where: null }, customer)).toEqual(['Amber', 'Reseller north'])
  const filtersOff = await verbs.read(customer, (ctx) =>
    ctx.em.execute<Array<{ name: string }>>('SELECT name FROM organization ORDER BY name'),
  )
  expect(filtersOff.map(({ name }) => name)).toEqual(['Amber', 'Reseller north'])
  const rlsOff = verbs.orm.em.fork()
  rlsOff.setFilterParams('tenant', { sellers: ['org_north'] })
  rlsOff.setFilterParams('organizationScope', { organizations: [amber!.id] })
  rlsOff.setSessionContext({ variables: { 'app.sellers': 'org_north,org_south' } })
  const seen = await rlsOff.transactional((em) =>
    listOrganizations({ em, actor: customer } as never, { first: 20 }),
  )
  expect(seen.nodes.map(({ name }) => name)).toEqual(['Amber', 'Reseller north'])
})
