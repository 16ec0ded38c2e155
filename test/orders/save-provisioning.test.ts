import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import type { OrderSetProvisioningInput } from '../../src/orders/order.inputs.ts'
import type { Order } from '../../src/orders/order.entity.ts'
import { inheritableAnswers } from '../../src/orders/inheritable-answers.ts'
import { listAnswers } from '../../src/orders/list-answers.ts'
import { openSecrets } from '../../src/orders/open-secrets.ts'
import { provideInformation } from '../../src/orders/provide-information.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import {
  openOrderWorld,
  problemsOf,
  sales,
  start,
  stored,
  submit,
  told,
  type OrderWorld,
} from './order-fixture.ts'

const asked = (key: string, scope: string, more: object = {}) => ({
  key,
  label: key,
  type: 'TEXT',
  scope,
  required: false,
  position: 1,
  ...more,
})

const form = [
  asked('kind', 'ORDER', {
    type: 'CHOICE',
    options: ['OWN', 'NONE'].map((value) => ({ value, label: value })),
  }),
  asked('domain', 'ORDER', { required: true, visibleIf: { key: 'kind', equals: 'OWN' } }),
  asked('siteName', 'LINE', { visibleIf: { key: 'domain', isSet: true } }),
  asked('taxZone', 'CUSTOMER'),
  asked('pin', 'CUSTOMER', { sensitive: true }),
  asked('partnerId', 'RESELLER'),
  asked('token', 'LINE', { sensitive: true }),
  asked('vendorTenant', 'LINE', { phase: 'FULFILLMENT', required: true }),
]

describe('provisioning answers', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    await world.verbs.sql('UPDATE product SET parameters = $1 WHERE id = $2', [
      JSON.stringify(form),
      'prd_suite',
    ])
  })
  afterAll(() => world.verbs.close())

  const draft = async (): Promise<Order> => {
    const { verbs } = world
    const { id: orderId } = await start(verbs)
    await verbs.run(sales, (ctx) =>
      selectItems(ctx, { orderId, items: [{ offerId: 'off_base', quantity: '1' }] }),
    )
    return verbs.run(sales, (ctx) => setContacts(ctx, { orderId }))
  }
  const save = ({ id: orderId }: Order, input: Partial<OrderSetProvisioningInput>) =>
    world.verbs.run(sales, (ctx) => setProvisioning(ctx, { orderId, ...input }))
  const values = (given: object) =>
    Object.entries(given).map(([key, value]) => ({ key, value: value as unknown }))
  const ofLine = (given: object) => [{ lineNumber: 1, values: values(given) }]
  const provisioning = (order: Order) =>
    world.verbs.read(sales, async (ctx) => {
      const read = await findOrder(ctx, order.id)
      return read && (await readStages(ctx, read)).find(({ kind }) => kind === 'PROVISIONING')
    })

  it('are refused where the question is hidden, and dropped when it becomes so', async () => {
    const order = await draft()
    const before = await stored(world.verbs, order.id)
    const problems = await problemsOf(
      save(order, { values: values({ domain: 'a' }), lines: ofLine({ siteName: 'x' }) }),
    )
    expect(told(problems)).toEqual(['PARAMETER_HIDDEN values.0.value'])
    const line = await problemsOf(save(order, { lines: ofLine({ siteName: 'x' }) }))
    expect(told(line)).toEqual(['PARAMETER_HIDDEN lines.0.values.0.value'])
    expect(await stored(world.verbs, order.id)).toEqual(before)

    const open = await save(order, { values: values({ kind: 'OWN' }) })
    expect(await provisioning(open)).toMatchObject({
      state: 'INCOMPLETE',
      problems: [{ code: 'PARAMETER_REQUIRED', path: ['provisioning', 'order', 'domain'] }],
    })
    const full = await save(order, {
      values: values({ domain: 'a.example' }),
      lines: ofLine({ siteName: 'x' }),
    })
    expect(full.provisioningAnswers).toEqual({ kind: 'OWN', domain: 'a.example' })
    expect(full.lines[0]?.provisioningAnswers).toEqual({ siteName: 'x' })
    const hidden = await save(order, { values: values({ kind: 'NONE' }) })
    expect(hidden.provisioningAnswers).toEqual({ kind: 'NONE' })
    expect(hidden.lines[0]?.provisioningAnswers).toEqual({})
    expect(await provisioning(hidden)).toMatchObject({ state: 'COMPLETE', problems: [] })
  })

  it('of delivery are not asked before, and have to be given when they are asked for', async () => {
    const order = await draft()
    const early = await problemsOf(save(order, { lines: ofLine({ vendorTenant: 't' }) }))
    expect(told(early)).toEqual(['PARAMETER_UNKNOWN lines.0.values.0.key'])
    const saved = await save(order, { values: values({ kind: 'NONE' }) })
    await submit(world.verbs, saved)
    const request = {
      message: 'Which?',
      items: [{ key: 'vendorTenant', message: 'Which?' }],
      requestedAt: '2026-11-23T09:00:00.000Z',
    }
    await world.verbs.sql("UPDATE orders SET status = 'AWAITING_INFORMATION' WHERE id = $1", [order.id])
    await world.verbs.sql(
      "UPDATE order_line SET status = 'AWAITING_INFORMATION', information_request = $2 WHERE order_id = $1",
      [order.id, JSON.stringify(request)],
    )
    const provide = (given: object) =>
      world.verbs.run(sales, (ctx) => provideInformation(ctx, { orderId: order.id, lines: ofLine(given) }))
    expect(told(await problemsOf(provide({ token: 'abcd' })))).toEqual([
      'PARAMETER_REQUIRED provisioning.lines.1.vendorTenant',
    ])
    const given = await provide({ vendorTenant: 't-1' })
    expect(given.lines[0]?.provisioningAnswers).toEqual({ vendorTenant: 't-1' })
    expect(given.status).toBe('IN_FULFILLMENT')
  })

  it('of the customer and the reseller are kept at submission, inherited, and changed by an explicit value alone', async () => {
    const first = await save(await draft(), {
      values: values({ kind: 'NONE', taxZone: 'EU', pin: '1234-5', partnerId: 'P-1' }),
    })
    const unsent = await draft()
    expect((await save(unsent, {})).provisioningAnswers).toEqual({})
    await submit(world.verbs, first)

    const offered = await world.verbs.read(sales, async (ctx) => {
      const read = await findOrder(ctx, unsent.id)
      return read && inheritableAnswers(ctx, read)
    })
    expect(offered?.map(({ key, value, isSensitive, source }) => [key, value, isSensitive, source])).toEqual([
      ['partnerId', 'P-1', false, 'INHERITED'],
      ['pin', null, true, 'INHERITED'],
      ['taxZone', 'EU', false, 'INHERITED'],
    ])
    const second = await save(unsent, { values: values({ kind: 'NONE', taxZone: 'CH' }) })
    expect(listAnswers(second).map(({ key, value, source }) => [key, value, source])).toEqual([
      ['kind', 'NONE', 'USER'],
      ['partnerId', 'P-1', 'INHERITED'],
      ['pin', null, 'INHERITED'],
      ['taxZone', 'CH', 'USER'],
    ])
    const clear = await world.verbs.read(sales, async (ctx) => openSecrets(ctx, second, second.lines[0]!))
    expect(clear).toEqual({ pin: '1234-5' })
    await submit(world.verbs, second)
    const back = await save(await draft(), { values: values({ taxZone: 'XX' }) })
    expect(back.provisioningAnswers['taxZone']).toBe('XX')
    const again = await save(back, { values: values({ taxZone: null }) })
    expect(again.provisioningAnswers['taxZone']).toBe('CH')

    const history = await world.verbs.sql<Record<string, unknown>>(
      `SELECT organization_id, key, value, sealed IS NOT NULL AS is_sealed, order_id, replaced_at IS NULL AS counts
       FROM organization_answer ORDER BY key, set_at, id`,
    )
    const row = (key: string, value: string | null, rest: object) => ({
      organization_id: 'org_up_customer',
      key,
      value,
      is_sealed: false,
      order_id: first.id,
      counts: true,
      ...rest,
    })
    expect(history).toEqual([
      row('partnerId', 'P-1', { organization_id: 'org_up' }),
      row('pin', null, { is_sealed: true }),
      row('taxZone', 'EU', { counts: false }),
      row('taxZone', 'CH', { order_id: second.id }),
    ])
  })

  it('that are sensitive are lost with their question, and never found among the others', async () => {
    const order = await save(await draft(), {
      values: values({ pin: 'abcd' }),
      lines: ofLine({ token: 'line-secret' }),
    })
    const [row] = await world.verbs.sql<{ all: string }>(
      'SELECT (o::text || l::text) AS all FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.id = $1',
      [order.id],
    )
    expect(row?.all).not.toContain('line-secret')
    expect(row?.all).toMatch(/v2~[0-9a-f]{16}~v1/)
    const moved = await world.verbs.run(sales, (ctx) =>
      selectItems(ctx, { orderId: order.id, items: [{ offerId: 'off_free', quantity: '1', lineNumber: 1 }] }),
    )
    expect([moved.provisioningSecrets, moved.lines[0]?.provisioningSecrets]).toEqual([{}, {}])
  })

  it('cost as many statements for 1 line as for 20 and 200', async () => {
    const { verbs } = world
    const ids = Array.from({ length: 200 }, (_, index) => `off_many_${index}`)
    await verbs.sql(
      `INSERT INTO offer (id, product_id, sku_code, vendor_part_number, name, unit_of_measure, quantity_step, payment_model, charge_timing, commitment_term, billing_period, created_at, updated_at)
       SELECT id, 'prd_suite', id, id, id, 'SEAT', 1, 'RECURRING', 'IN_ADVANCE', 'P1Y', 'P1M', now(), now() FROM unnest($1::text[]) id`,
      [ids],
    )
    await verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       SELECT 'pri_' || id, 'org_up', 'pls_up', id, 'EUR', 1, '2026-01-01' FROM unnest($1::text[]) id`,
      [ids],
    )
    const counts: number[] = []
    for (const count of [1, 20, 200]) {
      const { id: orderId } = await start(verbs)
      const items = ids.slice(0, count).map((offerId) => ({ offerId, quantity: '1' }))
      await verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items }))
      const lines = items.map((_, index) => ({
        lineNumber: index + 1,
        values: values({ siteName: `s${index}`, token: `secret ${index}` }),
      }))
      const before = verbs.statements.length
      await verbs.run(sales, (ctx) =>
        setProvisioning(ctx, { orderId, values: values({ kind: 'OWN', domain: 'a.example' }), lines }),
      )
      counts.push(verbs.statements.length - before)
    }
    expect(counts).toEqual([9, 9, 9])
  }, 180_000)
})
