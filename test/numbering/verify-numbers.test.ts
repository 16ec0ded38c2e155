import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemActor } from '../../src/access/actor.ts'
import { verifyNumbers } from '../../src/numbering/verify-numbers.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { forkFor } from '../../src/access/fork-for.ts'
import { readOnly } from '../../src/platform/transact.ts'
import { completeDraft, customer, offerOf, submit } from '../support/ordering.ts'

let app: TestApp
let sellerId: string
beforeAll(async () => {
  app = await startApp()
  const sales = await app.signedIn('sales@meridian.example')
  for (let order = 1; order <= 3; order++) {
    const draft = await completeDraft(sales, {
      customer: await customer(sales, 'Spreebogen'),
      offer: await offerOf(sales, '365 business prem'),
    })
    await submit(sales, draft)
  }
  const [row] = await app.sql<{ seller_id: string }>('SELECT seller_id FROM orders LIMIT 1')
  sellerId = row?.seller_id ?? ''
})
afterAll(() => app.close())

const verify = () => {
  const em = forkFor(app.resources.orm.em.fork(), systemActor({ id: sellerId, ancestors: [] }))
  return readOnly({ em }, (ctx) => verifyNumbers(ctx, sellerId))
}

it('finds nothing where as many orders carry a number as were taken', async () => {
  expect(await verify()).toEqual({ numbers: 3, findings: [] })
})

it('finds a number that was taken and that no order carries', async () => {
  await app.sql('UPDATE number_counter SET last_number = last_number + 1 WHERE seller_id = $1', [sellerId])
  const { numbers, findings } = await verify()
  await app.sql('UPDATE number_counter SET last_number = last_number - 1 WHERE seller_id = $1', [sellerId])

  expect(numbers).toBe(3)
  expect(findings).toMatchObject([{ code: 'NUMBER_MISSING', sellerId, sequence: null }])
  expect(findings[0]?.message).toMatch(/: 4 numbers were taken, and 3 orders carry one\.$/)
})

it('finds an order whose number its series has not reached', async () => {
  await app.sql('UPDATE number_counter SET last_number = 2 WHERE seller_id = $1', [sellerId])
  const { findings } = await verify()
  await app.sql('UPDATE number_counter SET last_number = 3 WHERE seller_id = $1', [sellerId])

  expect(findings.map(({ code }) => code)).toEqual(['NUMBER_UNCOUNTED'])
})
