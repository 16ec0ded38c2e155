import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import { submitOrder } from '../../src/orders/submit-order.ts'
import {
  admin,
  colleague,
  completeDraft,
  eventTypes,
  key,
  openOrderWorld,
  problemsOf,
  sales,
  start,
  stored,
  stranger,
  submit,
  terms,
  told,
  worker,
  type OrderWorld,
} from './order-fixture.ts'

describe('submitOrder', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  it('freezes a complete draft under its hash, without a number', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    expect(draft.version).toBe(4)
    const order = await submit(verbs, draft)
    expect(order).toMatchObject({ status: 'SUBMITTED', version: 5, revision: 1, orderNumber: null })
    expect(order.contentHash).toMatch(/^[0-9a-f]{64}$/)
    expect(order.snapshot?.totals.lineTotal).toEqual({ amount: '292.50', currency: 'EUR' })
    expect(order.snapshot?.lines[0]).toMatchObject({ quantity: '25', provisioning: { siteName: 'Berlin' } })
    expect(await eventTypes(verbs, order.id)).toEqual([
      'order.draft_created',
      'order.stage_completed',
      'order.stage_completed',
      'order.stage_completed',
      'terms.accepted',
      'order.submitted',
    ])
  })

  it('answers one hundred submits of one order alike, and one number follows', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    const answers = await Promise.all(Array.from({ length: 100 }, () => submit(verbs, draft)))
    const seen = answers.map(({ id, status, version, submittedAt }) => ({ id, status, version, submittedAt }))
    expect(new Set(seen.map((one) => JSON.stringify(one))).size).toBe(1)
    expect((await eventTypes(verbs, draft.id)).filter((type) => type === 'order.submitted')).toHaveLength(1)
    await Promise.all([verbs.run(worker, issueOrderNumbers), verbs.run(worker, issueOrderNumbers)])
    const again = await submit(verbs, draft)
    expect(again.orderNumber).toMatch(/^SO-2026-\d{6}$/)
    expect((await eventTypes(verbs, draft.id)).filter((type) => type === 'order.placed')).toHaveLength(1)
  })

  it('answers one hundred submits with one key alike', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    const same = key()
    const answers = await Promise.all(Array.from({ length: 100 }, () => submit(verbs, draft, same)))
    expect(new Set(answers.map((order) => `${order.id} ${order.version}`))).toEqual(
      new Set([`${draft.id} 5`]),
    )
  })

  it('refuses an empty draft with every problem of its stages, and changes nothing', async () => {
    const { verbs } = world
    const draft = await start(verbs)
    const before = await stored(verbs, draft.id)
    expect(told(await problemsOf(submit(verbs, draft)))).toEqual([
      'ITEMS_EMPTY items',
      'CONTACT_ROLE_MISSING contacts.ADMIN',
      'CONTACT_ROLE_MISSING contacts.BILLING',
      'CONTACT_ROLE_MISSING contacts.TECHNICAL',
      'STAGE_NOT_SAVED stages.PROVISIONING',
      'STAGE_INCOMPLETE stages.SELECT_ITEMS',
      'STAGE_INCOMPLETE stages.CONTACT_DETAILS',
      'STAGE_INCOMPLETE stages.PROVISIONING',
    ])
    expect(await stored(verbs, draft.id)).toEqual(before)
  })

  it('refuses a version that is not the latest', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    const before = await stored(verbs, draft.id)
    const [problem] = await problemsOf(submit(verbs, Object.assign(draft, { version: 3 })))
    expect(problem).toMatchObject({
      code: 'VERSION_CONFLICT',
      path: ['expectedVersion'],
      details: { currentVersion: 4 },
    })
    expect(await stored(verbs, draft.id)).toEqual(before)
  })

  it('refuses an expired price until the items are selected again', async () => {
    const { verbs, clock } = world
    const draft = await completeDraft(verbs)
    const before = await stored(verbs, draft.id)
    clock.set('2026-12-24T09:00:00.000Z')
    const problems = told(await problemsOf(submit(verbs, draft)))
    clock.set('2026-11-23T09:00:00.000Z')
    expect(problems).toEqual(['PRICE_EXPIRED items.1.price', 'STAGE_INCOMPLETE stages.SELECT_ITEMS'])
    expect(await stored(verbs, draft.id)).toEqual(before)
  })

  it('refuses without the terms, and stores no acceptance', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    const before = await stored(verbs, draft.id)
    const attempt = verbs.run(sales, (ctx) =>
      submitOrder(ctx, {
        orderId: draft.id,
        expectedVersion: 4,
        idempotencyKey: key(),
        terms: { acceptedVersionIds: [] },
      }),
    )
    expect(told(await problemsOf(attempt))).toEqual(['TERMS_NOT_ACCEPTED terms.acceptedVersionIds'])
    expect(await stored(verbs, draft.id)).toEqual(before)
  })

  it('refuses while the account is on hold', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    await verbs.sql(`UPDATE account SET status = 'CREDIT_HOLD' WHERE id = 'acc_up'`)
    const problems = told(await problemsOf(submit(verbs, draft)))
    await verbs.sql(`UPDATE account SET status = 'ACTIVE' WHERE id = 'acc_up'`)
    expect(problems).toEqual(['ACCOUNT_CREDIT_HOLD accountId'])
  })

  it('refuses when nobody could approve', async () => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    await verbs.sql(`UPDATE app_user SET status = 'DEACTIVATED'`)
    const problems = told(await problemsOf(submit(verbs, draft)))
    await verbs.sql(`UPDATE app_user SET status = 'ACTIVE'`)
    expect(problems).toEqual(['APPROVER_MISSING '])
  })

  it.each([
    ['a colleague', colleague, 'FORBIDDEN '],
    ['an administrator who did not start it', admin, 'FORBIDDEN '],
    ['another reseller', stranger, 'NOT_FOUND orderId'],
  ])('is not for %s', async (_who, actor, problem) => {
    const { verbs } = world
    const draft = await completeDraft(verbs)
    const before = await stored(verbs, draft.id)
    const attempt = verbs.run(actor, (ctx) =>
      submitOrder(ctx, { orderId: draft.id, expectedVersion: 4, idempotencyKey: key(), terms }),
    )
    expect(told(await problemsOf(attempt))).toEqual([problem])
    expect(await stored(verbs, draft.id)).toEqual(before)
  })
})
