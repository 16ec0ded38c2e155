import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import {
  completeDraft,
  completeDraftBlindly,
  customer,
  offerOf,
  submitInput,
  type Draft,
} from '../support/ordering.ts'

/**
 * SQL statements that one order may cost, from its start to its submission: its five mutations alone, and with a client
 * that reads the stages and the terms to accept on the way. Sign-in look-ups, begin, settings and commit count.
 */
const budget = { bare: 59, withSummary: 67 }

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

  /** What each of the five mutations sent, and their sum. */
  function table(): Record<string, number> {
    const requests = perRequest(app.statements)
    const names = ['start', 'selectItems', 'setContacts', 'setProvisioning', 'submit']
    expect(requests).toHaveLength(names.length)
    expect(requests.flat()).toHaveLength(app.statements.length)
    const counts = Object.fromEntries(names.map((name, index) => [name, requests[index]?.length ?? 0]))
    return { ...counts, total: app.statements.length }
  }

  async function submitDraft(draft: Draft): Promise<void> {
    const answer = 'order { id version status orderNumber }'
    const { order } = await sales.done('orderSubmit', submitInput(draft), answer)
    expect(order).toMatchObject({ id: draft.orderId, version: 5, status: 'SUBMITTED' })
  }

  it(`are at most ${budget.bare} from its start to submitted, and ${budget.withSummary} with the summary read on the way`, async () => {
    const buyer = await customer(sales, 'Spreebogen')
    const offer = await offerOf(sales, '365 business prem')
    const counts: Array<Record<string, number>> = []
    let termsVersionIds: string[] = []
    for (const reading of [true, true, false, false]) {
      app.statements.length = 0
      const about = { customer: buyer, offer }
      const draft = reading
        ? await completeDraft(sales, about)
        : await completeDraftBlindly(sales, { ...about, termsVersionIds })
      await submitDraft(draft)
      ;({ termsVersionIds } = draft)
      counts.push(table())
    }
    const [withSummary = {}, , bare = {}] = counts
    const lines = Object.keys(bare).map(
      (name) =>
        `  ${name.padEnd(16)} ${String(bare[name]).padStart(3)} ${String(withSummary[name]).padStart(5)}`,
    )
    process.stdout.write(
      `SQL statements of one order, start to submitted (bare; with stages and required terms read):\n${lines.join('\n')}\n`,
    )
    expect(counts).toEqual([withSummary, withSummary, bare, bare])
    expect(bare['total']).toBeLessThanOrEqual(budget.bare)
    expect(withSummary['total']).toBeLessThanOrEqual(budget.withSummary)
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
