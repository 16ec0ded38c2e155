import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/orders/order.entity.ts'
import type { OrderItemInput, OrderSetContactsInput } from '../../src/orders/order.inputs.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import {
  colleague,
  completeDraft,
  openOrderWorld,
  problemsOf,
  sales,
  start,
  stored,
  stranger,
  told,
  type OrderWorld,
} from './order-fixture.ts'

describe('the verbs of the stages', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
  })
  afterAll(() => world.verbs.close())

  const select = (orderId: string, items: OrderItemInput[], actor = sales) =>
    world.verbs.run(actor, (ctx) => selectItems(ctx, { orderId, items }))
  const contacts = (orderId: string, more: Omit<OrderSetContactsInput, 'orderId'>) =>
    world.verbs.run(sales, (ctx) => setContacts(ctx, { orderId, ...more }))
  const states = async (order: Order) =>
    (await world.verbs.read(sales, (ctx) => readStages(ctx, order))).map((stage) => stage.state)

  describe('selectItems', () => {
    it('prices lines, and keeps the answers of a line that keeps its offer', async () => {
      const draft = await completeDraft(world.verbs)
      const order = await select(draft.id, [
        { offerId: 'off_addon', quantity: '3', parentLineNumber: 1 },
        { offerId: 'off_base', quantity: '30.0' },
      ])
      const lines = order.lines.getItems().toSorted((a, b) => a.lineNumber - b.lineNumber)
      expect(lines.map(({ lineNumber, offerId, quantity }) => ({ lineNumber, offerId, quantity }))).toEqual([
        { lineNumber: 1, offerId: 'off_base', quantity: '30' },
        { lineNumber: 2, offerId: 'off_addon', quantity: '3' },
      ])
      expect(lines.map((line) => line.lineTotalMinor)).toEqual([35100n, 632n])
      expect(lines[0]?.provisioningAnswers).toEqual({ siteName: 'Berlin' })
      expect(await states(order)).toEqual(['COMPLETE', 'COMPLETE', 'STALE', 'STALE'])
    })

    it('changes nothing but the version when the selection is the same', async () => {
      const draft = await completeDraft(world.verbs)
      const order = await select(draft.id, [{ offerId: 'off_base', quantity: '25' }])
      expect(order).toMatchObject({ version: draft.version + 1, itemsRevision: draft.itemsRevision })
      expect(await states(order)).toEqual(['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'])
    })

    it('gives a line that changes its offer new questions without answers', async () => {
      const draft = await completeDraft(world.verbs)
      const order = await select(draft.id, [{ offerId: 'off_free', quantity: '1', lineNumber: 1 }])
      expect(order.lines.getItems()[0]).toMatchObject({ offerId: 'off_free', provisioningAnswers: {} })
      expect(order.provisioningAnswers).toEqual({})
    })

    it.each<[string, OrderItemInput[], string[]]>([
      ['an unknown offer', [{ offerId: 'off_none', quantity: '1' }], ['OFFER_NOT_AVAILABLE items.0.offerId']],
      [
        'an offer without a price',
        [{ offerId: 'off_unpriced', quantity: '1' }],
        ['OFFER_NOT_AVAILABLE items.0.offerId'],
      ],
      [
        'an offer at its end of sale',
        [{ offerId: 'off_retired', quantity: '1' }],
        ['OFFER_NOT_AVAILABLE items.0.offerId'],
      ],
      ['a quantity of zero', [{ offerId: 'off_free', quantity: '0' }], ['QUANTITY_TOO_LOW items.0.quantity']],
      [
        'a negative quantity',
        [{ offerId: 'off_free', quantity: '-1' }],
        ['QUANTITY_TOO_LOW items.0.quantity'],
      ],
      ['too many', [{ offerId: 'off_base', quantity: '301' }], ['QUANTITY_TOO_HIGH items.0.quantity']],
      ['a broken pack', [{ offerId: 'off_packs', quantity: '12' }], ['QUANTITY_STEP items.0.quantity']],
      ['an add-on alone', [{ offerId: 'off_addon', quantity: '1' }], ['ADDON_BASE_MISSING items.0.offerId']],
      [
        'rivals',
        [
          { offerId: 'off_base', quantity: '1' },
          { offerId: 'off_rival', quantity: '1' },
        ],
        ['OFFERS_EXCLUDE_EACH_OTHER items.0.offerId', 'OFFERS_EXCLUDE_EACH_OTHER items.1.offerId'],
      ],
      [
        'a parent that is not there',
        [{ offerId: 'off_free', quantity: '1', parentLineNumber: 7 }],
        ['PARENT_LINE_MISSING items.0.parentLineNumber'],
      ],
      [
        'one number twice',
        [
          { offerId: 'off_free', quantity: '1', lineNumber: 1 },
          { offerId: 'off_base', quantity: '1', lineNumber: 1 },
        ],
        ['LINE_NUMBER_REPEATED items.1.lineNumber'],
      ],
      [
        'all faults at once',
        [
          { offerId: 'off_none', quantity: '1' },
          { offerId: 'off_packs', quantity: '3' },
        ],
        ['OFFER_NOT_AVAILABLE items.0.offerId', 'QUANTITY_TOO_LOW items.1.quantity'],
      ],
    ])('refuses %s, and changes nothing', async (_what, items, problems) => {
      const draft = await completeDraft(world.verbs)
      const before = await stored(world.verbs, draft.id)
      expect(told(await problemsOf(select(draft.id, items)))).toEqual(problems)
      expect(await stored(world.verbs, draft.id)).toEqual(before)
    })

    it('saves an empty selection as INCOMPLETE', async () => {
      const draft = await completeDraft(world.verbs)
      const order = await select(draft.id, [])
      expect(order.lines.getItems()).toEqual([])
      expect((await states(order))[0]).toBe('INCOMPLETE')
    })

    it('is for the requester, and unknown to other resellers', async () => {
      const draft = await start(world.verbs)
      const items = [{ offerId: 'off_free', quantity: '1' }]
      expect(told(await problemsOf(select(draft.id, items, colleague)))).toEqual(['FORBIDDEN '])
      expect(told(await problemsOf(select(draft.id, items, stranger)))).toEqual(['NOT_FOUND orderId'])
      expect(told(await problemsOf(select('ord_none', items)))).toEqual(['NOT_FOUND orderId'])
    })
  })

  describe('setContacts', () => {
    const ada = {
      firstName: 'Ada',
      lastName: 'Alder',
      email: 'ada@Customer.example',
      phone: '+49 30 23125000',
    }

    it('copies the contacts of the organization when none are given', async () => {
      const order = await contacts((await start(world.verbs)).id, { purchaseOrderNumber: ' PO-1 ' })
      expect(order.contacts.map((one) => one.role)).toEqual(['ADMIN', 'BILLING', 'TECHNICAL'])
      expect(order.purchaseOrderNumber).toBe('PO-1')
      expect((await states(order))[1]).toBe('COMPLETE')
    })

    it('takes a person from another role, and saves missing roles as INCOMPLETE', async () => {
      const order = await contacts((await start(world.verbs)).id, {
        contacts: [
          { role: 'ADMIN', ...ada },
          { role: 'BILLING', sameAs: 'ADMIN' },
        ],
      })
      const saved = { ...ada, email: 'ada@customer.example', phone: '+493023125000' }
      expect(order.contacts).toEqual([
        { role: 'ADMIN', ...saved },
        { role: 'BILLING', ...saved },
      ])
      expect((await states(order))[1]).toBe('INCOMPLETE')
    })

    it('leaves the contacts alone when only a reference is sent', async () => {
      const { id } = await start(world.verbs)
      await contacts(id, { contacts: [{ role: 'ADMIN', ...ada }] })
      const order = await contacts(id, { costCenter: 'CC-7' })
      expect(order).toMatchObject({ costCenter: 'CC-7', contacts: [{ role: 'ADMIN' }] })
    })

    it.each<[string, Omit<OrderSetContactsInput, 'orderId'>, string[]]>([
      [
        'a malformed e-mail',
        { contacts: [{ role: 'ADMIN', ...ada, email: 'ada' }] },
        ['EMAIL_INVALID contacts.0.email'],
      ],
      [
        'a malformed phone',
        { contacts: [{ role: 'ADMIN', ...ada, phone: '12' }] },
        ['PHONE_INVALID contacts.0.phone'],
      ],
      [
        'a role twice',
        {
          contacts: [
            { role: 'ADMIN', ...ada },
            { role: 'ADMIN', ...ada },
          ],
        },
        ['CONTACT_ROLE_REPEATED contacts.1.role'],
      ],
      [
        'a person from a role that is not there',
        { contacts: [{ role: 'ADMIN', sameAs: 'BILLING' }] },
        ['CONTACT_SAME_AS_UNKNOWN contacts.0.sameAs'],
      ],
      ['a foreign account', { accountId: 'acc_far' }, ['NOT_FOUND accountId']],
      ['a long reference', { purchaseOrderNumber: 'x'.repeat(81) }, ['TEXT_TOO_LONG purchaseOrderNumber']],
      ['a malformed invoice address', { invoiceEmail: 'x' }, ['EMAIL_INVALID invoiceEmail']],
    ])('refuses %s, and changes nothing', async (_what, input, problems) => {
      const draft = await completeDraft(world.verbs)
      const before = await stored(world.verbs, draft.id)
      expect(told(await problemsOf(contacts(draft.id, input)))).toEqual(problems)
      expect(await stored(world.verbs, draft.id)).toEqual(before)
    })

    it('makes all stages stale when the account changes', async () => {
      const { verbs } = world
      const draft = await completeDraft(verbs)
      await verbs.sql(
        `INSERT INTO account (id, seller_id, organization_id, name, currency, created_at, updated_at)
         VALUES ('acc_two', 'org_up', 'org_up_customer', 'Two', 'EUR', now(), now())`,
      )
      const order = await contacts(draft.id, { accountId: 'acc_two' })
      expect(await states(order)).toEqual(['STALE', 'COMPLETE', 'STALE', 'STALE'])
      expect(order.parties.account).toEqual({ id: 'acc_two', name: 'Two' })
      await verbs.sql(`UPDATE orders SET account_id = 'acc_up' WHERE id = $1`, [draft.id])
      await verbs.sql(`DELETE FROM account WHERE id = 'acc_two'`)
    })
  })

  describe('setProvisioning', () => {
    it('saves missing answers as INCOMPLETE, and keeps what is not named', async () => {
      const { verbs } = world
      const draft = await completeDraft(verbs)
      const save = (values: Array<{ key: string; value: unknown }>) =>
        verbs.run(sales, (ctx) => setProvisioning(ctx, { orderId: draft.id, values }))
      expect((await save([])).provisioningAnswers).toEqual({ tenantDomain: 'customer.example' })
      const order = await save([{ key: 'tenantDomain', value: null }])
      expect(order.provisioningAnswers).toEqual({})
      expect((await states(order))[2]).toBe('INCOMPLETE')
    })

    it('refuses malformed answers at their place, and changes nothing', async () => {
      const { verbs } = world
      const draft = await completeDraft(verbs)
      const before = await stored(verbs, draft.id)
      const attempt = verbs.run(sales, (ctx) =>
        setProvisioning(ctx, {
          orderId: draft.id,
          values: [
            { key: 'tenantDomain', value: 'no domain' },
            { key: '__proto__', value: 'x' },
            { key: 'siteName', value: 'x' },
          ],
          lines: [
            { lineNumber: 1, values: [{ key: 'siteName', value: { a: 1 } }] },
            { lineNumber: 9, values: [] },
          ],
        }),
      )
      expect(told(await problemsOf(attempt))).toEqual([
        'PARAMETER_FORMAT values.0.value',
        'PARAMETER_UNKNOWN values.1.key',
        'PARAMETER_UNKNOWN values.2.key',
        'PARAMETER_TYPE lines.0.values.0.value',
        'LINE_NOT_FOUND lines.1.lineNumber',
      ])
      expect(await stored(verbs, draft.id)).toEqual(before)
    })
  })
})
