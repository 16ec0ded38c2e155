import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readStages } from '../../src/orders/read-stages.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { openOrderWorld, problemsOf, sales, start, stored, told, type OrderWorld } from './order-fixture.ts'

const berlin = { line1: 'Torstr. 1', city: 'Berlin', postalCode: '10115', country: 'DE' }
const kept = { ...berlin, line2: null, region: null }
const ada = { firstName: 'Ada', lastName: 'Alder', email: 'ada@customer.example' }

describe('account details and contacts', () => {
  let world: OrderWorld
  beforeAll(async () => {
    world = await openOrderWorld()
    await world.verbs.sql(
      `UPDATE organization SET tax_id = 'DE123', address = $1 WHERE id = 'org_up_customer'`,
      [JSON.stringify({ line1: 'Alt 1', city: 'Bonn', postalCode: '53111', country: 'DE' })],
    )
  })
  afterAll(() => world.verbs.close())

  it('copy the account as it is now, and keep an address that was given for the order', async () => {
    const { verbs } = world
    const { id: orderId } = await start(verbs)
    const save = (input: object = {}) => verbs.run(sales, (ctx) => setContacts(ctx, { orderId, ...input }))
    const billTo = {
      name: 'org_up_customer',
      accountName: 'Main',
      taxId: 'DE123',
      address: { line1: 'Alt 1', city: 'Bonn', postalCode: '53111', country: 'DE' },
      isOwnAddress: false,
      paymentTermsDays: 30,
    }
    expect((await save()).billTo).toEqual(billTo)
    const own = { ...billTo, address: kept, isOwnAddress: true }
    expect((await save({ billingAddress: berlin })).billTo).toEqual(own)
    expect((await save({ notes: '  Deliver on Monday.  ' })).billTo).toEqual(own)
    expect((await save({ billingAddress: null })).billTo).toEqual(billTo)
    const [row] = await verbs.sql('SELECT notes FROM orders WHERE id = $1', [orderId])
    expect(row).toEqual({ notes: 'Deliver on Monday.' })
  })

  it('refuse an address that does not fit its country, and then nothing is changed', async () => {
    const { verbs } = world
    const { id: orderId } = await start(verbs)
    const before = await stored(verbs, orderId)
    const billingAddress = { line1: ' ', city: 'Austin', postalCode: '7870', country: 'US' }
    const problems = await problemsOf(
      verbs.run(sales, (ctx) => setContacts(ctx, { orderId, billingAddress })),
    )
    expect(told(problems)).toEqual([
      'TEXT_EMPTY billingAddress.line1',
      'POSTAL_CODE_INVALID billingAddress.postalCode',
      'REGION_MISSING billingAddress.region',
    ])
    const long = await problemsOf(
      verbs.run(sales, (ctx) => setContacts(ctx, { orderId, notes: 'x'.repeat(2001) })),
    )
    expect(told(long)).toEqual(['TEXT_TOO_LONG notes'])
    expect(await stored(verbs, orderId)).toEqual(before)
  })

  it('say in the stage when the address of the account does not fit its country', async () => {
    const { verbs } = world
    await verbs.sql(`UPDATE account SET address = $1 WHERE id = 'acc_up'`, [
      JSON.stringify({ line1: 'Torstr. 1', city: 'Berlin', country: 'DE' }),
    ])
    const { id: orderId } = await start(verbs)
    await verbs.run(sales, (ctx) => setContacts(ctx, { orderId }))
    const stage = await verbs.read(sales, async (ctx) => {
      const order = await findOrder(ctx, orderId)
      return order && (await readStages(ctx, order)).find(({ kind }) => kind === 'CONTACT_DETAILS')
    })
    expect(stage).toMatchObject({
      state: 'INCOMPLETE',
      problems: [
        { code: 'POSTAL_CODE_MISSING', path: ['billTo', 'address', 'postalCode'], severity: 'ERROR' },
      ],
    })
    await verbs.sql(`UPDATE account SET address = NULL WHERE id = 'acc_up'`)
  })

  it.each([
    ['030 23125000', '+493023125000'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('store %s as %s, by the country of the customer', async (phone, e164) => {
    const { verbs } = world
    const { id: orderId } = await start(verbs)
    const contacts = [
      { role: 'ADMIN' as const, ...ada, phone },
      { role: 'BILLING' as const, sameAs: 'ADMIN' as const },
    ]
    const order = await verbs.run(sales, (ctx) => setContacts(ctx, { orderId, contacts }))
    expect(order.contacts).toEqual(['ADMIN', 'BILLING'].map((role) => ({ role, ...ada, phone: e164 })))
  })

  it('refuse a phone number that no numbering plan knows', async () => {
    const { verbs } = world
    const { id: orderId } = await start(verbs)
    const contacts = [{ role: 'ADMIN' as const, ...ada, phone: '030 1' }]
    const problems = await problemsOf(verbs.run(sales, (ctx) => setContacts(ctx, { orderId, contacts })))
    expect(told(problems)).toEqual(['PHONE_INVALID contacts.0.phone'])
  })
})
