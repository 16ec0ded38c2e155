import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renewSubscriptions } from '../../src/subscriptions/renew-subscriptions.ts'
import { openOrderWorld, worker, type OrderWorld } from '../orders/order-fixture.ts'
import { running } from './change-world.ts'

describe('a renewal', () => {
  let world: OrderWorld
  beforeAll(async () => void (world = await openOrderWorld()))
  afterAll(() => world.verbs.close())

  it('costs as many statements as two hundred of several customers', async () => {
    const id = await running(world.verbs)
    const { sql, statements } = world.verbs
    await sql(
      `INSERT INTO organization SELECT (jsonb_populate_record(o, jsonb_build_object('id', 'org_many_' || n))).*
       FROM organization o, generate_series(1, 20) n WHERE o.id = 'org_up_customer'`,
    )
    await sql(
      `INSERT INTO order_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', 'oln_many_' || n, 'line_number', n + 1))).*
       FROM order_line l, generate_series(1, 199) n WHERE l.id = (SELECT order_line_id FROM cloud_subscription WHERE id = $1)`,
      [id],
    )
    const counted = async () => {
      const before = statements.length
      const counts = await world.verbs.run(worker, (ctx) => renewSubscriptions(ctx, 30))
      return { ...counts, statements: statements.length - before }
    }
    world.clock.set('2027-11-23T09:00:00.000Z')
    const one = await counted()
    expect(one).toMatchObject({ told: 1, renewed: 1 })
    await sql(
      `INSERT INTO cloud_subscription SELECT (jsonb_populate_record(c, jsonb_build_object('id', 'sub_many_' || n, 'order_line_id', 'oln_many_' || n,
         'organization_id', 'org_many_' || 1 + n % 20, 'commitment_end_date', '2027-11-' || 20 + n % 4))).*
       FROM cloud_subscription c, generate_series(1, 199) n WHERE c.id = $1`,
      [id],
    )
    const many = await counted()
    expect(many).toMatchObject({ told: 199, renewed: 199 })
    process.stdout.write(`statements of 1 renewal: ${one.statements}; of 199: ${many.statements}\n`)
    // The mapper writes rows in batches of 300 values.
    expect(many.statements).toBeLessThanOrEqual(one.statements + 5)
  })
})
