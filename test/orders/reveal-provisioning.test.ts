import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actorOf } from '../support/verbs.ts'
import { permissionsOf } from '../../src/access/roles.ts'
import { revealProvisioning } from '../../src/orders/reveal-provisioning.ts'
import { rewrapAnswers } from '../../src/orders/rewrap-answers.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import { keyIdIn, keyIdOf } from '../../src/platform/envelope.ts'
import {
  eventTypes,
  openOrderWorld,
  problemsOf,
  sales,
  start,
  stored,
  stranger,
  submit,
  told,
  worker,
  type OrderWorld,
} from './order-fixture.ts'

const desk = actorOf('org_up', ['ORDER_DESK'], { id: 'usr_up_desk' })

describe('sensitive answers of an order', () => {
  let world: OrderWorld
  let orderId: string
  beforeAll(async () => {
    world = await openOrderWorld()
    const { verbs } = world
    const secret = { type: 'TEXT', required: true, sensitive: true, position: 1 }
    const asked = (key: string, scope: string) => ({ key, label: key, scope, ...secret })
    await verbs.sql('UPDATE product SET parameters = $1 WHERE id = $2', [
      JSON.stringify([asked('adminPassword', 'ORDER'), asked('token', 'LINE'), asked('pin', 'CUSTOMER')]),
      'prd_suite',
    ])
    ;({ id: orderId } = await start(verbs))
    const items = [
      { offerId: 'off_base', quantity: '1' },
      { offerId: 'off_free', quantity: '1' },
    ]
    await verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items }))
    await verbs.run(sales, (ctx) => setContacts(ctx, { orderId }))
    const draft = await verbs.run(sales, (ctx) =>
      setProvisioning(ctx, {
        orderId,
        values: [
          { key: 'adminPassword', value: 'Open Sesame' },
          { key: 'pin', value: '1234' },
        ],
        lines: [{ lineNumber: 1, values: [{ key: 'token', value: 'line-token' }] }],
      }),
    )
    await submit(verbs, draft)
  })
  afterAll(() => world.verbs.close())

  const reveal = (more: object = {}, actor = desk) =>
    world.verbs.run(actor, (ctx) =>
      revealProvisioning(ctx, { orderId, lineNumber: 1, key: 'adminPassword', reason: 'By hand', ...more }),
    )
  const inDelivery = () =>
    world.verbs.sql("UPDATE order_line SET status = 'IN_PROGRESS' WHERE order_id = $1", [orderId])

  it('are told to nobody before delivery, to no other role, to no other seller, and for no reason', async () => {
    const before = await stored(world.verbs, orderId)
    expect(told(await problemsOf(reveal()))).toEqual(['NOT_IN_DELIVERY lineNumber'])
    expect(told(await problemsOf(reveal({ reason: ' ' })))).toEqual(['REASON_REQUIRED reason'])
    expect(told(await problemsOf(reveal({}, sales)))).toEqual(['FORBIDDEN '])
    expect(told(await problemsOf(reveal({}, stranger)))).toEqual(['NOT_FOUND orderId'])
    expect(await stored(world.verbs, orderId)).toEqual(before)
  })

  it('are told to who delivers the line that asks for them, and that is recorded without them', async () => {
    await inDelivery()
    expect((await reveal()).value).toBe('Open Sesame')
    expect((await reveal({ key: 'token' })).value).toBe('line-token')
    // The product of line 2 asks for nothing.
    expect(told(await problemsOf(reveal({ lineNumber: 2 })))).toEqual(['NOT_FOUND key'])
    expect((await eventTypes(world.verbs, orderId)).slice(-2)).toEqual(
      Array(2).fill('order.provisioning_revealed'),
    )
    const rows = await world.verbs.sql<{ actor: { id: string }; data: { key: string; reason: string } }>(
      "SELECT actor, data FROM outbox_event WHERE type = 'order.provisioning_revealed' ORDER BY id",
    )
    expect(rows.map(({ actor, data }) => [actor.id, data.key, data.reason])).toEqual([
      ['usr_up_desk', 'adminPassword', 'By hand'],
      ['usr_up_desk', 'token', 'By hand'],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/Open Sesame|line-token/)
  })

  it('may be revealed by those who deliver and by administrators alone', () => {
    const roles = Object.entries(permissionsOf).filter(([, list]) => list.includes('PROVISIONING_REVEAL'))
    expect(roles.map(([role]) => role)).toEqual(['RESELLER_ADMIN', 'ORDER_DESK'])
  })

  it('are put under a new master key, and are read under it and, until then, under the old one', async () => {
    const { verbs } = world
    const next = Buffer.alloc(32, 7)
    const rotated = { ...verbs.keys, encryption: next, earlierEncryption: [verbs.keys.encryption] }
    const under = (keys: typeof rotated | typeof verbs.keys) =>
      verbs.run(desk, (ctx) =>
        revealProvisioning(
          { ...ctx, keys },
          { orderId, lineNumber: 1, key: 'adminPassword', reason: 'By hand' },
        ),
      )
    expect((await under(rotated)).value).toBe('Open Sesame')
    const rewrapped = () => verbs.run(worker, (ctx) => rewrapAnswers({ ...ctx, keys: rotated }))
    // The order, its line, and what the customer keeps.
    expect(await rewrapped()).toBe(3)
    expect(await rewrapped()).toBe(0)
    const [row] = await verbs.sql<Record<string, { sealed: string }>>(
      `SELECT o.provisioning_secrets -> 'adminPassword' AS a, l.provisioning_secrets -> 'token' AS b,
         (SELECT jsonb_build_object('sealed', sealed) FROM organization_answer WHERE order_id = o.id) AS c
       FROM orders o JOIN order_line l ON l.order_id = o.id AND l.line_number = 1 WHERE o.id = $1`,
      [orderId],
    )
    expect(Object.values(row ?? {}).map(({ sealed }) => keyIdIn(sealed))).toEqual(
      Array(3).fill(keyIdOf(next)),
    )
    expect((await under({ ...verbs.keys, encryption: next, earlierEncryption: [] })).value).toBe(
      'Open Sesame',
    )
    await expect(under(verbs.keys)).rejects.toThrow(/ENCRYPTION_KEYS_EARLIER/)
  })
})
