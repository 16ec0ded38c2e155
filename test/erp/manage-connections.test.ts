import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createErpConnection } from '../../src/erp/create-erp-connection.ts'
import { deleteErpConnection } from '../../src/erp/delete-erp-connection.ts'
import type { ErpConnectionCreateInput, ErpCrosswalkSetInput } from '../../src/erp/erp.inputs.ts'
import { findErpConnection } from '../../src/erp/find-erp-connection.ts'
import { listErpConnections } from '../../src/erp/list-erp-connections.ts'
import { listErpCrosswalks } from '../../src/erp/list-erp-crosswalks.ts'
import { listErpPushes } from '../../src/erp/list-erp-pushes.ts'
import { rewrapErpPasswords } from '../../src/erp/rewrap-erp-passwords.ts'
import { setErpCrosswalk } from '../../src/erp/set-erp-crosswalk.ts'
import { updateErpConnection } from '../../src/erp/update-erp-connection.ts'
import { keyIdIn, keyIdOf, unseal } from '../../src/platform/envelope.ts'
import { addSeller } from '../support/seller.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const admin = actorOf('org_a', ['RESELLER_ADMIN'])
const password = 'Tryton.Secret.7'
const given: Omit<ErpConnectionCreateInput, 'idempotencyKey'> = {
  kind: 'TRYTON',
  name: 'Tryton, Berlin',
  url: 'https://tryton.meridian.example',
  database: 'meridian',
  username: 'countersign',
  password,
}

describe('a connection to an ERP', () => {
  let verbs: VerbHarness
  let made = 0
  beforeAll(async () => {
    verbs = await openVerbs()
    await addSeller(verbs, 'org_a')
    await addSeller(verbs, 'org_b')
  })
  afterAll(() => verbs.close())

  const create = (more: Partial<ErpConnectionCreateInput> = {}) =>
    verbs.run(admin, (ctx) =>
      createErpConnection(ctx, { ...given, idempotencyKey: `k${(made += 1)}`, ...more }),
    )
  const count = async () => (await verbs.sql('SELECT 1 FROM erp_connection')).length
  const problemsOf = (asked: Promise<unknown>) =>
    asked.then(
      () => [],
      (error: { problems: object[] }) => error.problems,
    )

  it('has a password that is stored encrypted only, and told in no event', async () => {
    const { id } = await create()
    const [row] = await verbs.sql<{ all: string; sealed: string }>(
      'SELECT c::text AS all, sealed_password AS sealed FROM erp_connection c WHERE id = $1',
      [id],
    )
    expect(row?.all).not.toContain(password)
    expect(unseal(row?.sealed ?? '', verbs.keys, id)).toBe(password)
    const [event] = await verbs.sql<{ data: object }>(
      "SELECT data FROM outbox_event WHERE type = 'erp_connection.created' AND subject_id = $1",
      [id],
    )
    expect(event?.data).toEqual({
      erpConnection: {
        id,
        kind: 'TRYTON',
        name: 'Tryton, Berlin',
        url: 'https://tryton.meridian.example',
        database: 'meridian',
        username: 'countersign',
        pushFrom: 'APPROVED',
        confirms: true,
        priceDigits: 4,
        status: 'ACTIVE',
        testStatus: null,
        testMessage: null,
        version: 1,
      },
    })
  })

  it('is made once per idempotency key', async () => {
    const first = await create({ idempotencyKey: 'same' })
    const before = await count()
    expect((await create({ idempotencyKey: 'same' })).id).toBe(first.id)
    expect(await count()).toBe(before)
  })

  it.each([
    [{ url: 'https://10.0.0.1' }, 'ERP_URL_ADDRESS', ['url']],
    [{ url: 'http://tryton.meridian.example' }, 'ERP_URL_SCHEME', ['url']],
    [{ url: 'https://tryton.meridian.example:8000' }, 'ERP_URL_PORT', ['url']],
    [{ url: 'https://me:pass@tryton.meridian.example' }, 'ERP_URL_CREDENTIALS', ['url']],
    [{ url: 'https://tryton.meridian.example/?db=1' }, 'ERP_URL_INVALID', ['url']],
    [{ name: ' ' }, 'TEXT_EMPTY', ['name']],
    [{ password: '' }, 'TEXT_EMPTY', ['password']],
    [{ priceDigits: 9 }, 'PRICE_DIGITS_INVALID', ['priceDigits']],
  ])('is not made with %o: %s', async (fault, code, path) => {
    const before = await count()
    expect(await problemsOf(create(fault))).toMatchObject([{ code, path }])
    expect(await count()).toBe(before)
  })

  it('keeps what an update does not name; another host needs the password anew', async () => {
    const { id: connectionId } = await create()
    const update = (more: object) =>
      verbs.run(admin, (ctx) => updateErpConnection(ctx, { connectionId, ...more }))
    expect(await update({ status: 'PAUSED', expectedVersion: 1 })).toMatchObject({
      name: given.name,
      url: given.url,
      status: 'PAUSED',
      version: 2,
    })
    await expect(update({ name: 'Late', expectedVersion: 1 })).rejects.toThrow('VERSION_CONFLICT')
    expect(await problemsOf(update({ url: 'https://elsewhere.example' }))).toMatchObject([
      { code: 'ERP_PASSWORD_REQUIRED', path: ['password'] },
    ])
    expect(await update({ url: `${given.url}/behind` })).toMatchObject({ version: 3 })
    const moved = await update({ url: 'https://elsewhere.example', password: 'another' })
    expect(unseal(moved.sealedPassword ?? '', verbs.keys, connectionId)).toBe('another')
    expect(await problemsOf(update({ name: null }))).toMatchObject([{ code: 'REQUIRED', path: ['name'] }])
  })

  it('is gone once it is deleted, with its password', async () => {
    const { id: connectionId } = await create()
    await verbs.run(admin, (ctx) => deleteErpConnection(ctx, { connectionId }))
    expect(await verbs.read(admin, (ctx) => findErpConnection(ctx, connectionId))).toBeNull()
    expect(
      await verbs.sql('SELECT sealed_password FROM erp_connection WHERE id = $1', [connectionId]),
    ).toEqual([{ sealed_password: null }])
  })

  it('has names set many at once, all or none, with what is wrong by entry', async () => {
    const { id: connectionId } = await create()
    const set = (entries: ErpCrosswalkSetInput['entries']) =>
      verbs.run(admin, (ctx) => setErpCrosswalk(ctx, { connectionId, entries }))
    const stored = async () =>
      (await verbs.read(admin, (ctx) => listErpCrosswalks(ctx, { connectionId, first: 100 }))).nodes.map(
        ({ kind, key, externalKey }) => [kind, key, externalKey],
      )
    await set([
      { kind: 'ITEM', key: ' B ', externalKey: 'P-2' },
      { kind: 'ITEM', key: 'A', externalKey: 'P-1' },
      { kind: 'CUSTOMER', key: 'org_c', externalKey: ' K-1 ' },
    ])
    const all = [
      ['CUSTOMER', 'org_c', 'K-1'],
      ['ITEM', 'A', 'P-1'],
      ['ITEM', 'B', 'P-2'],
    ]
    expect(await stored()).toEqual(all)

    const faults = await problemsOf(
      set([
        { kind: 'ITEM', key: 'C', externalKey: 'P-3' },
        { kind: 'ITEM', key: '', externalKey: 'P-4' },
        { kind: 'ITEM', key: 'C', externalKey: ' ' },
      ]),
    )
    expect(faults).toMatchObject([
      { code: 'TEXT_EMPTY', path: ['entries', '1', 'key'] },
      { code: 'TEXT_EMPTY', path: ['entries', '2', 'externalKey'] },
      { code: 'ERP_KEY_REPEATED', path: ['entries', '2', 'key'] },
    ])
    expect(await stored()).toEqual(all)

    verbs.statements.length = 0
    await set([
      { kind: 'ITEM', key: 'A', externalKey: null },
      { kind: 'ITEM', key: 'B', externalKey: 'P-9' },
      { kind: 'UNIT', key: 'C62', externalKey: 'pc' },
    ])
    expect(verbs.statements.filter((sql) => sql.includes('erp_crosswalk'))).toHaveLength(2)
    expect(await stored()).toEqual([
      ['CUSTOMER', 'org_c', 'K-1'],
      ['ITEM', 'B', 'P-9'],
      ['UNIT', 'C62', 'pc'],
    ])
    const first = await verbs.read(admin, (ctx) => listErpCrosswalks(ctx, { connectionId, first: 1 }))
    const rest = await verbs.read(admin, (ctx) =>
      listErpCrosswalks(ctx, { connectionId, first: 5, after: first.pageInfo.endCursor }),
    )
    expect(rest.nodes.map(({ key }) => key)).toEqual(['B', 'C62'])
  })

  it('is hidden from other resellers and from customers, and read, not changed, by a reseller above', async () => {
    const { id: connectionId } = await create()
    const other = actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b' })
    expect(await verbs.read(other, (ctx) => listErpConnections(ctx))).toEqual([])
    expect((await verbs.read(other, (ctx) => listErpPushes(ctx, { first: 10 }))).nodes).toEqual([])
    const remove = (actor: typeof other) =>
      verbs.run(actor, (ctx) => deleteErpConnection(ctx, { connectionId }))
    await expect(remove(other)).rejects.toThrow('NOT_FOUND')
    const above = actorOf('org_b', ['RESELLER_ADMIN'], { id: 'usr_b', readableSellers: ['org_a', 'org_b'] })
    expect(await verbs.read(above, (ctx) => findErpConnection(ctx, connectionId))).toMatchObject({
      id: connectionId,
    })
    await expect(remove(above)).rejects.toThrow('OUT_OF_REACH')

    const scopes = { permissions: admin.permissions, organizationScope: ['org_c'] }
    const customer = actorOf('org_a', [], { id: 'key_c', kind: 'API_KEY', ...scopes })
    await expect(verbs.read(customer, (ctx) => listErpConnections(ctx))).rejects.toThrow('FORBIDDEN')
    await expect(verbs.read(customer, (ctx) => listErpPushes(ctx, { first: 10 }))).rejects.toThrow(
      'FORBIDDEN',
    )
    const sales = actorOf('org_a', ['SALES_AGENT'], { id: 'usr_s' })
    await expect(verbs.read(sales, (ctx) => listErpConnections(ctx))).rejects.toThrow('FORBIDDEN')
  })

  it('has its password put under a new master key', async () => {
    const { id } = await create()
    const encryption = Buffer.alloc(32, 9)
    const keys = { ...verbs.keys, encryption, earlierEncryption: [verbs.keys.encryption] }
    await verbs.run(admin, async (ctx) => {
      ctx.keys = keys
      expect(await rewrapErpPasswords(ctx)).toBeGreaterThan(0)
    })
    const [row] = await verbs.sql<{ sealed: string }>(
      'SELECT sealed_password AS sealed FROM erp_connection WHERE id = $1',
      [id],
    )
    expect(keyIdIn(row?.sealed ?? '')).toBe(keyIdOf(encryption))
    expect(unseal(row?.sealed ?? '', { encryption }, id)).toBe(password)
  })

  it('has at most nine beside it', async () => {
    while ((await verbs.read(admin, (ctx) => listErpConnections(ctx))).length < 10) await create()
    const before = await count()
    expect(await problemsOf(create())).toMatchObject([{ code: 'ERP_CONNECTION_LIMIT' }])
    expect(await count()).toBe(before)
  })
})
