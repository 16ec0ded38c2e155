import type { Actor } from '../../src/access/actor.ts'
import type { Ctx } from '../../src/access/ctx.ts'
import type { OrderChangeInput } from '../../src/orders/change.inputs.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import type { Order } from '../../src/orders/order.entity.ts'
import { readStages } from '../../src/orders/read-stages.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import { startOrder } from '../../src/orders/start-order.ts'
import { beginProvisioning } from '../../src/subscriptions/begin-provisioning.ts'
import { reportLineDelivery } from '../../src/subscriptions/report-line-delivery.ts'
import type { VerbHarness } from '../support/verbs.ts'
import { admin, completeDraft, key, sales, submit, worker } from '../orders/order-fixture.ts'

/** Approves a submitted order past its approvers, and hands its lines to people. */
export async function approve(verbs: VerbHarness, orderId: string): Promise<void> {
  await verbs.run(worker, issueOrderNumbers)
  await verbs.sql(`UPDATE orders SET status = 'APPROVED' WHERE id = $1`, [orderId])
  await verbs.run(worker, (ctx) =>
    beginProvisioning(ctx, { orderId, hasProvider: () => false, takeOver: false }),
  )
}

/** Reports a line as delivered, by hand. */
export const deliver = (verbs: VerbHarness, orderId: string, lineNumber = 1): Promise<Order> =>
  verbs.run(admin, (ctx) =>
    reportLineDelivery(ctx, {
      orderId,
      lineNumber,
      vendorReference: `V-${orderId.slice(-6)}`,
      idempotencyKey: key(),
    }),
  )

/** A cloud subscription that runs: 25 of the base offer at 11.70 a month, committed for a year. */
export async function running(verbs: VerbHarness): Promise<string> {
  const { id } = await submit(verbs, await completeDraft(verbs))
  await approve(verbs, id)
  await deliver(verbs, id)
  const [row] = await verbs.sql<{ id: string }>('SELECT id FROM cloud_subscription WHERE order_id = $1', [id])
  return row?.id ?? ''
}

export type Wanted = Omit<OrderChangeInput, 'cloudSubscriptionId'> & { cloudSubscriptionId: string }

/** A draft of this type with these changes, its contacts saved; what add-ons ask is answered. */
export async function changeDraft(
  verbs: VerbHarness,
  changes: Wanted[],
  type: 'CHANGE' | 'CANCELLATION' = 'CHANGE',
): Promise<Order> {
  const run = <T>(verb: (ctx: Ctx) => Promise<T>, actor: Actor = sales) => verbs.run(actor, verb)
  const start = { organizationId: 'org_up_customer', type, idempotencyKey: key() }
  const { id: orderId } = await run((ctx) => startOrder(ctx, start))
  await run((ctx) => selectItems(ctx, { orderId, items: [], changes }))
  await run((ctx) => setProvisioning(ctx, { orderId }))
  return run((ctx) => setContacts(ctx, { orderId }))
}

/** The same, submitted, approved and delivered. */
export async function changed(
  verbs: VerbHarness,
  changes: Wanted[],
  type: 'CHANGE' | 'CANCELLATION' = 'CHANGE',
): Promise<string> {
  const { id } = await submit(verbs, await changeDraft(verbs, changes, type))
  await approve(verbs, id)
  for (const index of changes.keys()) await deliver(verbs, id, index + 1)
  return id
}

/** A change of that subscription. */
export const of = (cloudSubscriptionId: string, what: Omit<Wanted, 'cloudSubscriptionId'>): Wanted => ({
  cloudSubscriptionId,
  ...what,
})

/** A draft that begins with these subscriptions. */
export const startWith = (
  verbs: VerbHarness,
  type: 'CHANGE' | 'CANCELLATION',
  cloudSubscriptionIds: string[],
): Promise<Order> =>
  verbs.run(sales, (ctx) =>
    startOrder(ctx, {
      organizationId: 'org_up_customer',
      type,
      cloudSubscriptionIds,
      idempotencyKey: key(),
    }),
  )

/** How far the first stage is, and what is wrong with it. */
export const itemsProblemsOf = (verbs: VerbHarness, orderId: string) =>
  verbs.read(sales, async (ctx) => {
    const order = await findOrder(ctx, orderId)
    const [items] = order ? await readStages(ctx, order) : []
    return {
      state: items?.state,
      problems: items?.problems.map(({ code, path }) => `${code} ${path.join('.')}`),
    }
  })
