import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWebhookEndpoint } from '../../src/webhooks/create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from '../../src/webhooks/delete-webhook-endpoint.ts'
import { findWebhookEndpoint } from '../../src/webhooks/find-webhook-endpoint.ts'
import { listWebhookEndpoints } from '../../src/webhooks/list-webhook-endpoints.ts'
import { listWebhookEventTypes } from '../../src/webhooks/list-webhook-event-types.ts'
import { rotateWebhookSecret } from '../../src/webhooks/rotate-webhook-secret.ts'
import { updateWebhookEndpoint } from '../../src/webhooks/update-webhook-endpoint.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const admin = actorOf('org_a', ['RESELLER_ADMIN'])
const url = 'https://hooks.northwind.example/orders'

describe('the endpoints of a reseller', () => {
  let verbs: VerbHarness
  beforeAll(async () => {
    verbs = await openVerbs()
    await addSeller(verbs, 'org_a')
    await addSeller(verbs, 'org_b')
  })
  afterAll(() => verbs.close())

  const create = (more: Partial<Parameters<typeof createWebhookEndpoint>[1]> & { idempotencyKey: string }) =>
    verbs.run(admin, (ctx) => createWebhookEndpoint(ctx, { url, eventTypes: ['order.*'], ...more }))
  const count = async () => (await verbs.sql('SELECT 1 FROM webhook_endpoint')).length

  it('are made with a secret that is stored encrypted only', async () => {
    const { webhookEndpoint, secret } = await create({ idempotencyKey: 'a' })

    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const [row] = await verbs.sql<{ all: string }>(
      'SELECT e::text AS all FROM webhook_endpoint e WHERE id = $1',
      [webhookEndpoint.id],
    )
    expect(row?.all).not.toContain(secret!.slice(6, 20))
  })

  it('are made once per idempotency key, and the repeat answers the same until the secret is rotated', async () => {
    const first = await create({ idempotencyKey: 'b' })
    const before = await count()
    const second = await create({ idempotencyKey: 'b' })
    expect([second.webhookEndpoint.id, second.secret]).toEqual([first.webhookEndpoint.id, first.secret])
    expect(await count()).toBe(before)

    const endpointId = first.webhookEndpoint.id
    const rotated = await verbs.run(admin, (ctx) => rotateWebhookSecret(ctx, { endpointId }))
    expect(rotated.secret).not.toBe(first.secret)
    expect((await create({ idempotencyKey: 'b' })).secret).toBeNull()
  })

  it.each([
    [{ url: 'https://10.0.0.1/x' }, 'WEBHOOK_URL_ADDRESS', ['url']],
    [{ url: 'http://hooks.northwind.example/x' }, 'WEBHOOK_URL_SCHEME', ['url']],
    [{ url: `https://hooks.northwind.example/${'x'.repeat(2048)}` }, 'WEBHOOK_URL_INVALID', ['url']],
    [{ eventTypes: [] }, 'REQUIRED', ['eventTypes']],
    [{ eventTypes: ['order.placed', 'order.plaeced'] }, 'WEBHOOK_EVENT_TYPE_UNKNOWN', ['eventTypes', '1']],
    [{ eventTypes: ['order.draft_created'] }, 'WEBHOOK_EVENT_TYPE_UNKNOWN', ['eventTypes', '0']],
  ])('are not made with %o: %s', async (fault, code, path) => {
    const before = await count()
    const problems = await create({ idempotencyKey: 'c', ...fault }).then(
      () => [],
      (error: { problems: object[] }) => error.problems,
    )

    expect(problems).toMatchObject([{ code, path }])
    expect(await count()).toBe(before)
  })

  it('can have the longest URL that is accepted', async () => {
    const longest = `https://hooks.northwind.example/${'x'.repeat(2048 - 32)}`
    expect(longest).toHaveLength(2048)
    expect((await create({ idempotencyKey: 'd', url: longest })).webhookEndpoint.url).toBe(longest)
  })

  it('keep what an update does not name, and refuse an outdated version', async () => {
    const { webhookEndpoint } = await create({ idempotencyKey: 'e', description: 'ERP' })
    const endpointId = webhookEndpoint.id
    const update = (expectedVersion: number) =>
      verbs.run(admin, (ctx) =>
        updateWebhookEndpoint(ctx, { endpointId, eventTypes: ['*'], expectedVersion }),
      )
    expect(await update(1)).toMatchObject({ url, description: 'ERP', eventTypes: ['*'], version: 2 })
    await expect(update(1)).rejects.toThrow('VERSION_CONFLICT')
  })

  it('are gone once they are deleted, with their secrets', async () => {
    const { webhookEndpoint } = await create({ idempotencyKey: 'f' })
    const endpointId = webhookEndpoint.id
    await verbs.run(admin, (ctx) => deleteWebhookEndpoint(ctx, { endpointId }))

    expect(await verbs.read(admin, (ctx) => findWebhookEndpoint(ctx, endpointId))).toBeNull()
    await expect(verbs.run(admin, (ctx) => rotateWebhookSecret(ctx, { endpointId }))).rejects.toThrow(
      'NOT_FOUND',
    )
    expect(await verbs.sql('SELECT secrets FROM webhook_endpoint WHERE id = $1', [endpointId])).toEqual([
      { secrets: [] },
    ])
  })

  it('are hidden from other resellers and from customers', async () => {
    const { webhookEndpoint } = await create({ idempotencyKey: 'g' })
    const endpointId = webhookEndpoint.id
    const other = actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b' })
    expect(await verbs.read(other, (ctx) => listWebhookEndpoints(ctx))).toEqual([])
    await expect(verbs.run(other, (ctx) => rotateWebhookSecret(ctx, { endpointId }))).rejects.toThrow(
      'NOT_FOUND',
    )

    const scopes = { permissions: admin.permissions, organizationScope: ['org_c'] }
    const customer = actorOf('org_a', [], { id: 'key_c', kind: 'API_KEY', ...scopes })
    await expect(verbs.read(customer, (ctx) => listWebhookEndpoints(ctx))).rejects.toThrow('FORBIDDEN')
    const sales = actorOf('org_a', ['SALES_AGENT'], { id: 'usr_s' })
    await expect(verbs.read(sales, (ctx) => listWebhookEndpoints(ctx))).rejects.toThrow('FORBIDDEN')
  })

  it('are read, not changed, by a reseller above', async () => {
    const { webhookEndpoint } = await create({ idempotencyKey: 'h' })
    const endpointId = webhookEndpoint.id
    const above = actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b', readableSellers: ['org_a', 'org_b'] })
    expect((await verbs.read(above, (ctx) => findWebhookEndpoint(ctx, endpointId)))?.id).toBe(endpointId)
    await expect(verbs.run(above, (ctx) => rotateWebhookSecret(ctx, { endpointId }))).rejects.toThrow(
      'OUT_OF_REACH',
    )
  })

  it('can choose among events that are described with schema and example', async () => {
    const types = await verbs.read(admin, (ctx) => Promise.resolve(listWebhookEventTypes(ctx)))
    const names = types.map((type) => type.name)
    expect(names).toEqual(names.toSorted())
    expect(names).toEqual(expect.arrayContaining(['order.placed', 'subscription.activated', 'ping']))
    expect(names).not.toContain('order.draft_created')
    expect(types.find((type) => type.name === 'ping')?.schema).toMatchObject({ type: 'object' })
  })
})
