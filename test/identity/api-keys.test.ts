import { afterAll, beforeAll, expect, test } from 'vitest'
import { authenticate } from '../../src/identity/authenticate.ts'
import { createApiKey } from '../../src/identity/create-api-key.ts'
import { listApiKeys } from '../../src/identity/list-api-keys.ts'
import { revokeApiKey } from '../../src/identity/revoke-api-key.ts'
import type { ApiKeyCreateInput } from '../../src/identity/api-key.inputs.ts'
import type { Actor } from '../../src/access/actor.ts'
import { createOrganization } from '../../src/organizations/create-organization.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { addCompanies, problemsOf, userOf } from '../support/companies.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'

let verbs: VerbHarness
const admin = userOf('org_north')
beforeAll(async () => {
  verbs = await openVerbs()
  await addCompanies(verbs)
})
afterAll(() => verbs.close())

let keys = 0
const input = (more: Partial<ApiKeyCreateInput> = {}): ApiKeyCreateInput => ({
  name: 'ERP',
  scopes: ['ORDER_READ', 'EVENT_READ'],
  idempotencyKey: `key ${++keys}`,
  ...more,
})
const create = (actor: Actor, wanted: ApiKeyCreateInput) =>
  verbs.run(actor, (ctx) => createApiKey(ctx, wanted))
const use = (secret: string | null) => authenticate(verbs.orm.em.fork(), systemClock, secret ?? '')
const unauthenticated = [{ code: 'UNAUTHENTICATED', path: [] }]

test('a key is marked as used when its secret was right, once a minute, and not by who knows its id alone', async () => {
  const { apiKey, secret } = await create(admin, input())
  const lastUsed = async () => {
    const [row] = await verbs.sql<{ at: Date | null }>(
      'SELECT last_used_at AS at FROM api_key WHERE id = $1',
      [apiKey.id],
    )
    return row?.at?.getTime() ?? null
  }
  const useAt = (token: string, instant: number) =>
    authenticate(verbs.orm.em.fork(), { now: () => new Date(instant) }, token)
  const first = Date.parse('2026-11-23T09:00:00Z')
  const wrong = `${secret?.slice(0, -1)}${secret?.endsWith('A') ? 'B' : 'A'}`
  expect(await problemsOf(useAt(wrong, first))).toEqual(unauthenticated)
  expect(await lastUsed()).toBeNull()
  await useAt(secret ?? '', first)
  expect(await lastUsed()).toBe(first)
  await useAt(secret ?? '', first + 59_000)
  expect(await lastUsed()).toBe(first)
  await useAt(secret ?? '', first + 61_000)
  expect(await lastUsed()).toBe(first + 61_000)
})

test('a key authenticates with its scopes until it is revoked; the secret is stored nowhere', async () => {
  const { apiKey, secret } = await create(admin, input())
  expect(secret).toMatch(/^cs_[0-9a-z]{26}_[\w-]{43}$/)
  expect(await use(secret)).toMatchObject({
    kind: 'API_KEY',
    id: apiKey.id,
    sellerId: 'org_north',
    permissions: new Set(['ORDER_READ', 'EVENT_READ']),
    writableSellers: ['org_north'],
    organizationScope: null,
    expiresAt: null,
  })
  const rows = await verbs.sql<{ text: string }>(
    `SELECT to_jsonb(k)::text AS text FROM api_key k WHERE id = $1
     UNION ALL SELECT to_jsonb(e)::text FROM outbox_event e WHERE subject_id = $1`,
    [apiKey.id],
  )
  expect(rows).toHaveLength(2)
  for (const { text } of rows) expect(text).not.toContain(secret!.slice(-43))

  await verbs.run(admin, (ctx) => revokeApiKey(ctx, { apiKeyId: apiKey.id }))
  await verbs.run(admin, (ctx) => revokeApiKey(ctx, { apiKeyId: apiKey.id }))
  expect(await problemsOf(use(secret))).toEqual(unauthenticated)
  expect(
    await verbs.sql('SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id', [apiKey.id]),
  ).toEqual([{ type: 'api_key.created' }, { type: 'api_key.revoked' }])
})

test('a wrong secret with a right id does not authenticate', async () => {
  const { secret } = await create(admin, input())
  const forged = `${secret!.slice(0, 30)}${'A'.repeat(43)}`
  expect(await problemsOf(use(forged))).toEqual(unauthenticated)
})

test('a repeat makes no second key and shows no secret', async () => {
  const wanted = input({ expiresAt: new Date('2099-01-01T00:00:00Z') })
  const first = await create(admin, wanted)
  expect(await create(admin, wanted)).toMatchObject({ apiKey: { id: first.apiKey.id }, secret: null })
  expect((await use(first.secret)).expiresAt).toEqual(new Date('2099-01-01T00:00:00Z'))
})

test('nobody gives what it does not hold, and no key holds what belongs to the platform', async () => {
  const refused = [{ code: 'SCOPE_NOT_GRANTABLE', path: ['scopes'] }]
  for (const scope of ['OPERATE', 'CATALOG_WRITE'] as const)
    expect(await problemsOf(create(admin, input({ scopes: [scope] })))).toEqual(refused)
  const key: Actor = { ...admin, kind: 'API_KEY', permissions: new Set(['API_KEY_WRITE', 'ORDER_READ']) }
  expect(await problemsOf(create(key, input({ scopes: ['ORDER_READ', 'USER_WRITE'] })))).toEqual(refused)
  expect(await problemsOf(create(userOf('org_north', ['SALES_AGENT']), input()))).toEqual([
    { code: 'FORBIDDEN', path: [] },
  ])
})

test('a key that ends makes no key that outlives it', async () => {
  const key: Actor = { ...admin, kind: 'API_KEY', expiresAt: new Date('2098-01-01T00:00:00Z') }
  expect(await problemsOf(create(key, input()))).toEqual([{ code: 'EXPIRY_TOO_LATE', path: ['expiresAt'] }])
  expect(await problemsOf(create(admin, input({ expiresAt: new Date('2001-01-01T00:00:00Z') })))).toEqual([
    { code: 'EXPIRY_IN_THE_PAST', path: ['expiresAt'] },
  ])
})

test("a customer's key reads, is limited to the customer, and cannot be made for a reseller below", async () => {
  const customer = await verbs.run(admin, (ctx) =>
    createOrganization(ctx, { name: 'Owl', country: 'DE', currency: 'EUR', idempotencyKey: 'owl' }),
  )
  const organizationId = customer.id
  expect(await problemsOf(create(admin, input({ organizationId, scopes: ['ORDER_CREATE'] })))).toEqual([
    { code: 'SCOPE_NOT_GRANTABLE', path: ['scopes'] },
  ])
  const { secret } = await create(admin, input({ organizationId, scopes: ['ORDER_READ'] }))
  expect(await use(secret)).toMatchObject({ organizationScope: [organizationId], organizationId })
  for (const [foreign, code] of [
    ['org_brook', 'OUT_OF_REACH'],
    ['org_south', 'NOT_FOUND'],
  ] as const)
    expect(await problemsOf(create(admin, input({ organizationId: foreign })))).toEqual([
      { code, path: ['organizationId'] },
    ])
})

test('keys are listed newest first, page by page, without the revoked', async () => {
  const south = userOf('org_south')
  const made: string[] = []
  for (let i = 0; i < 3; i++) made.unshift((await create(south, input())).apiKey.id)
  await verbs.run(south, (ctx) => revokeApiKey(ctx, { apiKeyId: made[1]! }))
  const list = async (more: object) =>
    (
      await verbs.read(south, (ctx) => listApiKeys(ctx, { first: 20, includeRevoked: false, ...more }))
    ).nodes.map(({ id }) => id)
  expect(await list({})).toEqual([made[0], made[2]])
  expect(await list({ includeRevoked: true })).toEqual(made)
  const page = await verbs.read(south, (ctx) => listApiKeys(ctx, { first: 1, includeRevoked: false }))
  expect(await list({ first: 1, after: page.pageInfo.endCursor })).toEqual([made[2]])
  expect(await problemsOf(verbs.run(admin, (ctx) => revokeApiKey(ctx, { apiKeyId: made[0]! })))).toEqual([
    { code: 'NOT_FOUND', path: ['apiKeyId'] },
  ])
})
