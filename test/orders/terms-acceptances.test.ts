import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submit } from '../support/ordering.ts'

let app: TestApp
let sales: ApiClient
beforeAll(async () => {
  app = await startApp()
  sales = await app.signedIn('sales@meridian.example')
})
afterAll(() => app.close())

const terms = `query ($id: ID!) {
  order(id: $id) { requiredTerms { id } termsAcceptances { orderId orderRevision termsVersion { id } } }
}`

test('an order shows the terms that were accepted with it, by version and revision', async () => {
  const parts = {
    customer: await customer(sales, 'Spreebogen'),
    offer: await offerOf(sales, '365 business prem'),
  }
  const draft = await completeDraft(sales, parts)
  const before = (await sales.ask(terms, { id: draft.orderId })).order
  expect(before.termsAcceptances).toEqual([])

  await submit(sales, draft)

  const { termsAcceptances } = (await sales.ask(terms, { id: draft.orderId })).order
  expect(termsAcceptances).toHaveLength(3)
  const accepted = new Set(termsAcceptances.map(({ termsVersion }: Json) => termsVersion.id))
  expect(accepted).toEqual(new Set(before.requiredTerms.map(({ id }: Json) => id)))
  for (const acceptance of termsAcceptances)
    expect(acceptance).toMatchObject({ orderId: draft.orderId, orderRevision: 1 })
})
