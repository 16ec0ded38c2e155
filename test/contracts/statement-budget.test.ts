import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { completeDraft, customer, offerOf, submitInput } from '../support/ordering.ts'

/** SQL statements that one order may cost, from its start to its submission; begin, settings and commit count. */
const budget = 66

/** Groups statements by request: each begins with the look-up of its session. */
function perRequest(statements: readonly string[]): string[][] {
  const requests: string[][] = []
  for (const statement of statements) {
    if (statement.includes('gate.find_session')) requests.push([])
    requests.at(-1)?.push(statement)
  }
  return requests
}

describe('the SQL statements of one order', () => {
  let app: TestApp
  let sales: ApiClient
  // Without workers in the process nobody else sends statements meanwhile.
  beforeAll(async () => {
    app = await startApp({ env: { ROLE: 'api', ORDER_NUMBER_WAIT_MS: '0' } })
    sales = await app.signedIn('sales@meridian.example')
  })
  afterAll(() => app.close())

  it(`are at most ${budget} from its start to submitted, the same for every order`, async () => {
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    const counts: Array<Record<string, number>> = []
    for (let order = 0; order < 2; order++) {
      app.statements.length = 0
      const draft = await completeDraft(sales, { customer: buyer, offer })
      const answer = 'order { id version status orderNumber }'
      const submitted = (await sales.done('orderSubmit', submitInput(draft), answer)).order
      expect(submitted).toMatchObject({ id: draft.orderId, version: 5, status: 'SUBMITTED' })
      const requests = perRequest(app.statements)
      const names = ['start', 'selectItems', 'setContacts', 'setProvisioning', 'submit']
      expect(requests).toHaveLength(names.length)
      counts.push(Object.fromEntries(names.map((name, index) => [name, requests[index]?.length ?? 0])))
      expect(requests.flat()).toHaveLength(app.statements.length)
    }
    const [first = {}, second] = counts
    const total = Object.values(first).reduce((sum, count) => sum + count, 0)
    const table = Object.entries({ ...first, total }).map(([name, count]) => `  ${name.padEnd(16)} ${count}`)
    process.stdout.write(`SQL statements of one order, start to submitted:\n${table.join('\n')}\n`)
    expect(second).toEqual(first)
    expect(total).toBeLessThanOrEqual(budget)
  })

  it('do not depend on the number of its lines', async () => {
    const buyer = await customer(sales, 'Spreebogen')
    const searches = ['Acrobat Pro', 'Dropbox', 'Google Workspace', 'Bitdefender']
    const offers: Json[] = []
    for (const search of searches) {
      const { productSearch } = await sales.ask(
        `query ($search: String!, $id: ID!) { productSearch(search: $search, organizationId: $id, first: 1) { nodes {
          offers { id minQuantity addOnOf price { unitPrice { currency } } } } } }`,
        { search, id: buyer.id },
      )
      offers.push(productSearch.nodes[0].offers[0])
    }
    const select = async (chosen: typeof offers) => {
      const { order } = await sales.done(
        'orderStart',
        {
          organizationId: buyer.id,
          accountId: buyer.accounts[0].id,
          idempotencyKey: `lines-${chosen.length}`,
        },
        'order { id }',
      )
      app.statements.length = 0
      const items = chosen.map((one) => ({ offerId: one.id, quantity: one.minQuantity }))
      const saved = await sales.done(
        'orderSelectItems',
        { orderId: order.id, items },
        'order { lines { lineNumber } stages { kind state } }',
      )
      expect(saved.order.lines).toHaveLength(chosen.length)
      return app.statements.length
    }
    const one = await select(offers.slice(0, 1))
    expect(await select(offers)).toBe(one)
  })
})
