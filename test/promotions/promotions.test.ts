import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archivePromotion } from '../../src/promotions/archive-promotion.ts'
import { createPromotion } from '../../src/promotions/create-promotion.ts'
import { findPromotion } from '../../src/promotions/find-promotion.ts'
import { listPromotions } from '../../src/promotions/list-promotions.ts'
import type { PromotionCreateInput } from '../../src/promotions/promotion.inputs.ts'
import { updatePromotion } from '../../src/promotions/update-promotion.ts'
import type { Actor } from '../../src/access/actor.ts'
import { adminOf, customerOf } from '../support/small-world.ts'
import {
  admin,
  key,
  openOrderWorld,
  problemsOf,
  sales,
  stranger,
  told,
  type OrderWorld,
} from '../orders/order-fixture.ts'

describe('a promotion', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const wanted = (more: Partial<PromotionCreateInput> = {}): PromotionCreateInput => ({
    code: `CODE-${key()}`,
    name: 'Autumn',
    percentOff: '25',
    components: ['RECURRING'],
    idempotencyKey: key(),
    ...more,
  })
  const create = (input: PromotionCreateInput, actor: Actor = admin) =>
    world.verbs.run(actor, (ctx) => createPromotion(ctx, input))
  const rows = () => world.verbs.sql('SELECT * FROM promotion ORDER BY id')
  const eventsOf = async (id: string) =>
    (
      await world.verbs.sql<{ type: string; data: Record<string, unknown> }>(
        'SELECT type, data FROM outbox_event WHERE subject_id = $1 ORDER BY id',
        [id],
      )
    ).map(({ type, data }) => ({ type, ...data }))

  it('is made once per key, and told to its seller alone', async () => {
    const input = wanted({ billingPeriods: 3, offerIds: ['off_base', 'off_base'], percentOff: '12.50' })
    const made = await create(input)
    expect(made).toMatchObject({ sellerId: 'org_up', percentOff: '12.5', offerIds: ['off_base'], version: 1 })
    expect((await create(input)).id).toBe(made.id)
    const [event, ...others] = await eventsOf(made.id)
    expect(others).toEqual([])
    expect(event).toMatchObject({
      type: 'promotion.created',
      promotion: { id: made.id, code: made.code, billingPeriods: 3, validFrom: '2026-11-23T09:00:00.000Z' },
    })
    const [row] = await world.verbs.sql<{ organization_id: string | null }>(
      'SELECT organization_id FROM outbox_event WHERE subject_id = $1',
      [made.id],
    )
    expect(row?.organization_id).toBeNull()
  })

  it('has a code that is taken for its seller, capitals or not, and free for others', async () => {
    const { code, id } = await create(wanted())
    await world.verbs.run(admin, (ctx) => archivePromotion(ctx, { promotionId: id }))
    const before = await rows()
    expect(told(await problemsOf(create(wanted({ code: code.toLowerCase() }))))).toEqual(['CODE_TAKEN code'])
    expect(await rows()).toEqual(before)
    expect((await create(wanted({ code }), stranger)).code).toBe(code)
  })

  it.each<[Partial<PromotionCreateInput>, string]>([
    [{ percentOff: '101' }, 'PERCENT_INVALID percentOff'],
    [{ offerIds: ['off_base', 'off_none'] }, 'NOT_FOUND offerIds.1'],
    [{ productIds: ['prd_none'] }, 'NOT_FOUND productIds.0'],
    [{ vendorIds: ['ven_none'] }, 'NOT_FOUND vendorIds.0'],
    [{ organizationId: 'org_far_customer' }, 'NOT_FOUND organizationId'],
    [{ organizationId: 'org_up' }, 'NOT_FOUND organizationId'],
    [{ organizationId: 'org_low_customer' }, 'OUT_OF_REACH organizationId'],
  ])('is refused with %j, and nothing changes', async (more, problem) => {
    const before = await rows()
    expect(told(await problemsOf(create(wanted(more))))).toEqual([problem])
    expect(await rows()).toEqual(before)
  })

  it('is made and changed by whoever may set prices alone', async () => {
    const made = await create(wanted())
    const before = await rows()
    const attempts = [
      () => create(wanted(), sales),
      () => world.verbs.run(sales, (ctx) => updatePromotion(ctx, { promotionId: made.id, name: 'Mine' })),
      () => world.verbs.run(sales, (ctx) => archivePromotion(ctx, { promotionId: made.id })),
    ]
    for (const attempt of attempts) expect(told(await problemsOf(attempt()))).toEqual(['FORBIDDEN '])
    const foreign = world.verbs.run(stranger, (ctx) => archivePromotion(ctx, { promotionId: made.id }))
    expect(told(await problemsOf(foreign))).toEqual(['NOT_FOUND promotionId'])
    expect(await rows()).toEqual(before)
  })

  it('keeps what it takes off; name, end and limits change, with its version', async () => {
    const made = await create(wanted({ maxRedemptions: 5 }))
    const update = (more: object) =>
      world.verbs.run(admin, (ctx) => updatePromotion(ctx, { promotionId: made.id, ...more }))
    const changed = await update({ name: ' Winter ', maxRedemptions: null, expectedVersion: 1 })
    expect(changed).toMatchObject({ name: 'Winter', maxRedemptions: null, version: 2 })
    expect((await eventsOf(made.id))[1]).toMatchObject({
      type: 'promotion.updated',
      changed: ['name', 'maxRedemptions'],
    })
    expect((await update({ name: 'Winter' })).version).toBe(2)
    expect(told(await problemsOf(update({ name: 'X', expectedVersion: 1 })))).toEqual([
      'VERSION_CONFLICT expectedVersion',
    ])
    const past = new Date('2026-11-22T00:00:00Z')
    expect(told(await problemsOf(update({ validTo: past, maxRedemptions: 0, name: '' })))).toEqual([
      'TEXT_LENGTH name',
      'VALIDITY_INVALID validTo',
      'LIMIT_INVALID maxRedemptions',
    ])
  })

  it('is archived for good', async () => {
    const made = await create(wanted())
    const archive = () => world.verbs.run(admin, (ctx) => archivePromotion(ctx, { promotionId: made.id }))
    expect(await archive()).toMatchObject({ status: 'ARCHIVED', version: 2 })
    expect((await archive()).version).toBe(2)
    expect((await eventsOf(made.id)).map(({ type }) => type)).toEqual([
      'promotion.created',
      'promotion.archived',
    ])
    const update = world.verbs.run(admin, (ctx) => updatePromotion(ctx, { promotionId: made.id, name: 'Y' }))
    expect(told(await problemsOf(update))).toEqual(['PROMOTION_ARCHIVED promotionId'])
  })

  it('is listed for its seller and the sellers above, newest first, and for no customer', async () => {
    const low = adminOf('org_low', 'usr_low_a')
    const below = await create(wanted({ name: 'Below' }), low)
    const seen = async (actor: Actor) =>
      (await world.verbs.read(actor, (ctx) => listPromotions(ctx, { first: 100 }))).nodes.map(({ id }) => id)
    expect(await seen(admin)).toContain(below.id)
    expect(await seen(low)).toEqual([below.id])
    expect(await seen(stranger)).not.toContain(below.id)
    const customer = {
      ...customerOf('org_up', 'usr_customer'),
      permissions: admin.permissions,
    }
    expect(await seen(customer)).toEqual([])
    expect(await world.verbs.read(customer, (ctx) => findPromotion(ctx, below.id))).toBeNull()
    const all = await seen(admin)
    const paged: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const page = await world.verbs.read(admin, (ctx) =>
        listPromotions(ctx, { first: 2, ...(after ? { after } : {}) }),
      )
      paged.push(...page.nodes.map(({ id }) => id))
      after = page.pageInfo.endCursor
      more = page.pageInfo.hasNextPage
    }
    expect(paged).toEqual(all)
    const { nodes } = await world.verbs.read(admin, (ctx) =>
      listPromotions(ctx, { first: 5, where: { code: ` ${below.code.toLowerCase()}` } }),
    )
    expect(nodes.map(({ id }) => id)).toEqual([below.id])
  })
})
