import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { permissionsOfRoles } from '../../src/access/actor.ts'
import { previewInvoice } from '../../src/orders/preview-invoice.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import type { OrderItemInput } from '../../src/orders/order.inputs.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { completeDraft, openOrderWorld, sales, start, submit, type OrderWorld } from './order-fixture.ts'

const day = 86_400_000

describe('the prices of an order', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const select = (orderId: string, items: OrderItemInput[]) =>
    world.verbs.run(sales, (ctx) => selectItems(ctx, { orderId, items }))
  const raise = (offerId: string, price: string) =>
    world.verbs.sql('UPDATE price SET unit_price = $2 WHERE offer_id = $1', [offerId, price])
  const itemsStage = async (orderId: string) => {
    const [stage] = await world.verbs.read(sales, async (ctx) =>
      readStages(ctx, (await findOrder(ctx, orderId))!),
    )
    return {
      state: stage?.state,
      problems: stage?.problems.map(({ code, severity }) => `${code} ${severity}`),
    }
  }

  it('are held while they are valid, whatever else is changed; new lines get those of today', async () => {
    const { id } = await completeDraft(world.verbs)
    await raise('off_base', '13.5')
    await raise('off_addon', '3.33')
    const order = await select(id, [
      { offerId: 'off_base', quantity: '30' },
      { offerId: 'off_addon', quantity: '2', parentLineNumber: 1 },
    ])
    const lines = order.lines
      .getItems()
      .map(({ unitPrice, lineTotalMinor }) => ({ unitPrice, lineTotalMinor }))
    expect(lines).toEqual([
      { unitPrice: '11.7', lineTotalMinor: 35100n },
      { unitPrice: '3.33', lineTotalMinor: 666n },
    ])
    expect(await itemsStage(id)).toEqual({ state: 'COMPLETE', problems: [] })
  })

  it('that have expired make the stage STALE; saved again it is today’s, and says what it was', async () => {
    await raise('off_base', '11.7')
    const draft = await completeDraft(world.verbs)
    await raise('off_base', '12.25')
    world.clock.set(new Date(world.clock.now().getTime() + 15 * day).toISOString())
    expect(await itemsStage(draft.id)).toEqual({ state: 'STALE', problems: ['PRICE_EXPIRED ERROR'] })
    const kept = await world.verbs.read(sales, (ctx) => findOrder(ctx, draft.id))
    expect(kept?.version).toBe(draft.version)

    const saved = await select(draft.id, [{ offerId: 'off_base', quantity: '25' }])
    expect(saved.lines.getItems()[0]).toMatchObject({
      unitPrice: '12.25',
      pricing: { replaced: { unitPrice: '11.7', setupFee: '0' } },
    })
    expect(await itemsStage(draft.id)).toEqual({ state: 'COMPLETE', problems: ['PRICE_CHANGED WARNING'] })
    expect((await submit(world.verbs, saved)).status).toBe('SUBMITTED')
  })

  it('keep how they came about, and no event tells it', async () => {
    await world.verbs.sql(
      `UPDATE price SET model = 'TIERED', unit_price = 10,
         tiers = '[{"upTo": "10", "unitPrice": "10"}, {"upTo": null, "unitPrice": "7.77777777"}]' WHERE offer_id = 'off_base'`,
    )
    const order = await completeDraft(world.verbs)
    // 10 x 10 + 15 x 7.77777777 = 216.66666655.
    const [line] = order.lines.getItems()
    expect(line).toMatchObject({ unitPrice: '10', lineTotalMinor: 21667n })
    expect(line?.pricing?.chain).toMatchObject([{ sellerId: 'org_up', basis: 'FIXED' }])
    const preview = await world.verbs.read(sales, async (ctx) => {
      const found = (await findOrder(ctx, order.id))!
      return previewInvoice(ctx, found)
    })
    expect(preview).toMatchObject({
      lineTotal: { amount: '216.67' },
      totalContractValue: { amount: '2600.04' },
      marginTotal: null,
      lines: [{ components: [{ model: 'TIERED', tiers: [{ upTo: '10' }, { unitPrice: '7.77777777' }] }] }],
    })
    const events = await world.verbs.sql<{ data: object }>(
      'SELECT data FROM outbox_event WHERE subject_id = $1',
      [order.id],
    )
    expect(events.length).toBeGreaterThan(2)
    expect(JSON.stringify(events)).not.toMatch(/chain|cost(?!Center)|margin|7\.77777777/i)
  })

  it('show a cost to whoever may see it, and null to all others', async () => {
    await world.verbs.sql(
      `INSERT INTO price_list (id, seller_id, key, name, currency, created_at)
       VALUES ('pls_top', 'org_top', 'eur', 'EUR', 'EUR', now())`,
    )
    await world.verbs.sql(
      `INSERT INTO price (id, seller_id, price_list_id, offer_id, currency, unit_price, valid_from)
       VALUES ('prc_top', 'org_top', 'pls_top', 'off_base', 'EUR', 8, '2026-01-01')`,
    )
    const order = await completeDraft(world.verbs)
    const marginAs = (roles: Array<'SALES_AGENT' | 'FINANCE'>) => {
      const actor = { ...sales, roles, permissions: permissionsOfRoles(roles) }
      return world.verbs.read(
        actor,
        async (ctx) => (await previewInvoice(ctx, (await findOrder(ctx, order.id))!)).marginTotal,
      )
    }
    // 216.67 less 25 x 8.
    expect(await marginAs(['FINANCE'])).toEqual({ amount: '16.67', currency: 'EUR' })
    expect(await marginAs(['SALES_AGENT'])).toBeNull()
  })

  it('of 200 lines cost as many statements as of one', async () => {
    const counted = async (count: number) => {
      const { id } = await start(world.verbs)
      const items = Array.from({ length: count }, () => ({ offerId: 'off_base', quantity: '5' }))
      const before = world.verbs.statements.length
      await select(id, items)
      return world.verbs.statements.length - before
    }
    const one = await counted(1)
    expect(await counted(200)).toBe(one)
  })
})
