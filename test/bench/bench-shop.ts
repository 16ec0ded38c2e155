import { randomUUID } from 'node:crypto'
import type { BenchClient, Json } from './bench-client.ts'

/** A salesperson of the demo data, and a one-line order that its customer places again and again. */
export class BenchShop {
  private constructor(
    readonly sales: BenchClient,
    private readonly what: { organizationId: string; accountId: string; offerId: string },
  ) {}

  static async open(sales: BenchClient): Promise<BenchShop> {
    const { organizations } = await sales.ask(
      '{ organizations(search: "Spreebogen", first: 1) { nodes { id accounts { id currency } } } }',
    )
    const [customer] = organizations.nodes
    const account = customer.accounts.find((one: Json) => one.currency === 'EUR')
    const { productSearch } = await sales.ask(
      '{ productSearch(search: "365 business prem", first: 1) { nodes { offers { id commitmentTerm billingPeriod } } } }',
    )
    const offer = productSearch.nodes[0].offers.find(
      (one: Json) => one.commitmentTerm === 'P1Y' && one.billingPeriod === 'P1M',
    )
    return new BenchShop(sales, { organizationId: customer.id, accountId: account.id, offerId: offer.id })
  }

  /** From start to ready for submission, in four mutations. */
  async draft(): Promise<{ id: string; version: number; requiredTerms: Array<{ id: string }> }> {
    const { sales } = this
    const { organizationId, accountId, offerId } = this.what
    const start = { organizationId, accountId, idempotencyKey: randomUUID() }
    const { order } = await sales.done('orderStart', start, 'order { id }')
    const orderId = order.id as string
    await sales.done('orderSelectItems', { orderId, items: [{ offerId, quantity: '5' }] }, 'order { id }')
    await sales.done('orderSetContacts', { orderId }, 'order { id }')
    const values = [
      { key: 'tenantKind', value: 'NEW' },
      { key: 'tenantDomain', value: 'spreebogen' },
      { key: 'adminEmail', value: 'it@spreebogen.example' },
    ]
    const fields = 'order { id version requiredTerms { id } }'
    return (await sales.done('orderSetProvisioning', { orderId, values }, fields)).order
  }

  /** From start to submitted, in five mutations; answers with the order's id. */
  async place(): Promise<string> {
    const { id: orderId, version, requiredTerms } = await this.draft()
    const acceptedVersionIds = requiredTerms.map(({ id }) => id)
    const submit = { orderId, expectedVersion: version, idempotencyKey: randomUUID() }
    await this.sales.done('orderSubmit', { ...submit, terms: { acceptedVersionIds } }, 'order { id }')
    return orderId
  }
}

/** Does something so many times, several at once. */
export async function repeat(times: number, atOnce: number, act: () => Promise<unknown>): Promise<void> {
  let left = times
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (left-- > 0) await act()
    }),
  )
}
