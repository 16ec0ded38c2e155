import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ApiClient } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submitInput, type Draft } from '../support/ordering.ts'

let app: TestApp
let sales: ApiClient
let draft: Draft
beforeAll(async () => {
  // No workers: their transactions come and go.
  app = await startApp({ env: { ROLE: 'api', ORDER_NUMBER_WAIT_MS: '300' } })
  sales = await app.signedIn('sales@meridian.example')
  const buyer = await customer(sales, 'Spreebogen')
  draft = await completeDraft(sales, {
    customer: buyer,
    offer: await offerOf(sales, '365 business prem'),
  })
})
afterAll(() => app.close())

const openTransactions = () =>
  app.sql(
    `SELECT count(*)::int FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'countersign_app' AND state LIKE 'idle in transaction%'`,
  )

it('ends the transaction that its neighbors are still opening when one field of an answer has failed', async () => {
  const query = `mutation ($input: OrderSubmitInput!) { orderSubmit(input: $input) {
    order { type approvals { id } stages { state } requiredTerms { id } organization { id } } } }`
  // The answer to a submit is read after its commit, and then finds a type that no order can have.
  await app.sql(`ALTER TABLE orders DROP CONSTRAINT orders_type_check;
    CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.type := ''ODD''; RETURN NEW; END';
    CREATE TRIGGER spoil BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION spoil()`)

  const answer = await sales.request(query, { input: submitInput(draft) })

  expect(answer.errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
    [['orderSubmit', 'order', 'type'], 'INTERNAL_SERVER_ERROR'],
  ])
  await sleep(300)
  expect(await openTransactions()).toEqual([{ count: 0 }])
})
