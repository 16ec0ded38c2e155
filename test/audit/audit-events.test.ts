import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'

const fields = `nodes { sequence previousHash entryHash canonical sellerId organizationId eventId type subjectType subjectId occurredAt
  actor { kind id name } data } pageInfo { hasNextPage endCursor }`

describe('auditEvents', () => {
  let app: TestApp
  let admin: ApiClient
  let orderId: string
  let ids: { admin: string; meridian: string; lakeside: string; customer: string }

  const auditEvents = async (client: ApiClient, args: Json = {}): Promise<Json> =>
    (
      await client.ask(
        `query ($first: Int! = 20, $after: String, $where: AuditEventWhere) {
          auditEvents(first: $first, after: $after, where: $where) { ${fields} } }`,
        args,
      )
    ).auditEvents

  beforeAll(async () => {
    app = await startApp()
    admin = await app.signedIn('admin@meridian.example')
    const sales = await app.signedIn('sales@meridian.example')
    const buyer = await customer(sales, 'Spreebogen')
    const draft = await completeDraft(sales, {
      customer: buyer,
      offer: await offerOf(sales, '365 business prem'),
    })
    await submit(sales, draft)
    ;({ orderId } = draft)
    await app.quiet()
    const viewer = '{ viewer { id organization { id } } }'
    const { viewer: me } = await admin.ask(viewer)
    const { viewer: below } = await (await app.signedIn('admin@lakeside.example')).ask(viewer)
    ids = { admin: me.id, meridian: me.organization.id, lakeside: below.organization.id, customer: buyer.id }
  })
  afterAll(() => app.close())

  it('pages through the whole chain of the caller’s reseller, newest first, and it can be verified from the answer', async () => {
    const nodes: Json[] = []
    let after: string | null = null
    do {
      const page: Json = await auditEvents(admin, { first: 100, after })
      nodes.push(...(page.nodes as Json[]))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after)

    const [head] = await app.sql<Json>('SELECT * FROM audit_chain WHERE seller_id = $1', [ids.meridian])
    expect(nodes).toHaveLength(Number(head.last_sequence))
    let previous = '0'.repeat(64)
    for (const [index, node] of nodes.toReversed().entries()) {
      expect(node).toMatchObject({
        sequence: String(index + 1),
        previousHash: previous,
        sellerId: ids.meridian,
      })
      const said = [node.previousHash, node.sellerId, node.sequence, node.canonical].join('\n')
      previous = createHash('sha256').update(said).digest('hex')
      expect(node.entryHash).toBe(previous)
      expect(JSON.parse(node.canonical)).toMatchObject({
        data: node.data,
        actor: node.actor,
        type: node.type,
      })
    }
    expect(head.head_hash).toBe(previous)
  })

  it('tells what happened to one thing, by whom, and of which kind', async () => {
    const { nodes } = await auditEvents(admin, { where: { subjectId: orderId, type: 'order.submitted' } })
    expect(nodes).toHaveLength(1)
    expect(nodes[0]).toMatchObject({
      type: 'order.submitted',
      subjectType: 'order',
      organizationId: ids.customer,
      actor: { kind: 'USER' },
      data: { order: { id: orderId, status: 'SUBMITTED' } },
    })

    const byOther = await auditEvents(admin, { where: { subjectId: orderId, actorId: ids.admin } })
    expect(byOther.nodes).toEqual([])
    const bySystem = await auditEvents(admin, { where: { subjectId: orderId, actorId: 'system' } })
    expect((bySystem.nodes as Json[]).map(({ type }) => type as string)).toContain('order.placed')

    const at = nodes[0].occurredAt as string
    const later = new Date(new Date(at).getTime() + 1).toISOString()
    const between = async (since: string, until: string) =>
      (await auditEvents(admin, { where: { subjectId: orderId, type: 'order.submitted', since, until } }))
        .nodes
    expect(await between(at, later)).toHaveLength(1)
    expect(await between(later, '2100-01-01T00:00:00Z')).toEqual([])
    expect(await between('2000-01-01T00:00:00Z', at)).toEqual([])
  })

  it('shows the chain of a reseller below, and nothing of one beside or above', async () => {
    const { nodes } = await auditEvents(admin, { where: { sellerId: ids.lakeside }, first: 1 })
    expect(nodes).toHaveLength(1)
    expect(nodes[0].sellerId).toBe(ids.lakeside)

    const lakeside = await app.signedIn('admin@lakeside.example')
    const harbor = await app.signedIn('admin@harbor.example')
    for (const stranger of [lakeside, harbor])
      expect(await auditEvents(stranger, { where: { sellerId: ids.meridian } })).toMatchObject({ nodes: [] })
  })

  it('needs the permission, which an API key can carry', async () => {
    const denied = async (client: ApiClient) =>
      (await client.request('{ auditEvents { nodes { sequence } } }')).errors?.[0]?.extensions['code']
    expect(await denied(await app.signedIn('sales@meridian.example'))).toBe('FORBIDDEN')
    expect(await denied(app.anonymous())).toBe('UNAUTHENTICATED')

    const { secret } = await admin.done(
      'apiKeyCreate',
      { name: 'Auditor', scopes: ['AUDIT_READ'], idempotencyKey: key() },
      'secret',
    )
    const auditor = new ApiClient(app.url, secret)
    expect((await auditEvents(auditor, { first: 1 })).nodes[0]).toMatchObject({ type: 'api_key.created' })
  })
})
