import type { Actor } from '../../src/access/actor.ts'
import { archivePolicy } from '../../src/approvals/archive-policy.ts'
import { createPolicy } from '../../src/approvals/create-policy.ts'
import type { ApprovalPolicyDefinitionInput } from '../../src/approvals/policies.inputs.ts'
import type { ApprovalPolicySimulation, SimulatedApproval } from '../../src/approvals/policy.view.ts'
import { setExchangeRate } from '../../src/approvals/set-exchange-rate.ts'
import { simulatePolicy } from '../../src/approvals/simulate-policy.ts'
import { issueOrderNumbers } from '../../src/orders/issue-order-numbers.ts'
import type { Order } from '../../src/orders/order.entity.ts'
import { previewOrderApproval } from '../../src/orders/preview-order-approval.ts'
import { findOrder } from '../../src/orders/find-order.ts'
import { routeOrder } from '../../src/orders/route-order.ts'
import { selectItems } from '../../src/orders/select-items.ts'
import { setContacts } from '../../src/orders/set-contacts.ts'
import { setProvisioning } from '../../src/orders/set-provisioning.ts'
import { submitOrder } from '../../src/orders/submit-order.ts'
import { DomainError } from '../../src/platform/errors.ts'
import {
  admin,
  key,
  openOrderWorld,
  sales,
  start,
  terms,
  worker,
  type OrderWorld,
} from '../orders/order-fixture.ts'
import { adminOf, plantUser } from '../support/small-world.ts'
import type { AgreementCase, WantedOrder } from './agreement-cases.ts'

const operatorOfTop = adminOf('org_top', 'usr_top_a')

/** What came out, in the same words whoever was asked. */
export interface Routed {
  outcome: string
  reason: string
  steps: Json[]
}

type Json = Record<string, unknown>

/** One case as it went: foreseen, done, and foretold by the simulator. */
export interface Agreement {
  first: { foreseen: Routed; done: Routed; orderId: string }
  simulated: ApprovalPolicySimulation
  second: { foreseen: Routed; done: Routed }
}

/** What somebody does who wants the comparison to fail. */
export type Meddling = { beforeRouting?: () => Promise<unknown>; beforeAdding?: () => Promise<unknown> }

/** As JSON, without ids and versions of policies: a draft has none yet. */
export function asRouted({
  outcome,
  reason,
  steps,
}: Pick<SimulatedApproval, 'outcome' | 'reason' | 'steps'>): Routed {
  const plain = (JSON.parse(JSON.stringify(steps)) as Json[]).map(
    ({ position, groups, reasons, ...rest }) => ({
      position,
      groups,
      sla: rest['sla'] ?? null,
      keepsApprovals: rest['keepsApprovals'],
      reasons: (reasons as Array<{ rule: string; message: string; policy: { name: string } | null }>).map(
        ({ rule, message, policy }) => ({ rule, message, policy: policy?.name ?? null }),
      ),
    }),
  )
  return { outcome, reason, steps: plain }
}

/** A reseller below a platform; policies, orders and workers on the real database. */
export class AgreementWorld {
  private policies: Array<{ actor: Actor; policyId: string }> = []
  private readonly began = Date.parse('2026-11-23T09:00:00.000Z')
  private minutes = 0

  private constructor(private readonly orders: OrderWorld) {}

  static async open(): Promise<AgreementWorld> {
    const orders = await openOrderWorld()
    const { verbs } = orders
    await plantUser(verbs, { id: 'usr_top_a', sellerId: 'org_top', roles: ['RESELLER_ADMIN'] })
    await plantUser(verbs, { id: 'usr_up_c', sellerId: 'org_up', roles: ['APPROVER'] })
    await plantUser(verbs, { id: 'usr_up_sales', sellerId: 'org_up', roles: ['SALES_AGENT'] })
    for (const actor of [admin, operatorOfTop])
      await verbs.run(actor, (ctx) => setExchangeRate(ctx, { currency: 'USD', rate: '0.9' }))
    return new AgreementWorld(orders)
  }

  close(): Promise<void> {
    return this.orders.verbs.close()
  }

  async add(name: string, definition: ApprovalPolicyDefinitionInput, actor: Actor = admin): Promise<void> {
    const input = { name, definition, passesDown: true, isActive: true, idempotencyKey: key() }
    const { id: policyId } = await this.orders.verbs.run(actor, (ctx) => createPolicy(ctx, input))
    this.policies.push({ actor, policyId })
  }

  async archiveAll(): Promise<void> {
    for (const { actor, policyId } of this.policies.splice(0))
      await this.orders.verbs.run(actor, (ctx) => archivePolicy(ctx, { policyId }))
  }

  private async begin({ policies, away }: AgreementCase): Promise<void> {
    const { sql } = this.orders.verbs
    await this.archiveAll()
    // Names stay taken.
    await sql("UPDATE approval_policy SET name = id WHERE status = 'ARCHIVED'")
    await sql("UPDATE app_user SET status = 'ACTIVE'")
    this.wait()
    for (const [index, { owner, definition }] of policies.entries())
      await this.add(`P${index}`, definition, owner === 'org_up' ? admin : operatorOfTop)
    await sql("UPDATE app_user SET status = 'DEACTIVATED' WHERE id = ANY ($1)", [away])
  }

  /** The simulator looks at the latest request first. */
  private wait(): void {
    this.minutes += 1
    this.orders.clock.set(new Date(this.began + this.minutes * 60_000).toISOString())
  }

  private async draft(actor: Actor, wanted: WantedOrder): Promise<Order> {
    const { verbs } = this.orders
    const { id: orderId } = await start(verbs, actor)
    const { quantity, withPlain, purchaseOrderNumber, costCenter } = wanted
    const items = [
      { offerId: 'off_base', quantity },
      ...(withPlain ? [{ offerId: 'off_free', quantity: '3' }] : []),
    ]
    await verbs.run(actor, (ctx) => selectItems(ctx, { orderId, items }))
    await verbs.run(actor, (ctx) => setContacts(ctx, { orderId, purchaseOrderNumber, costCenter }))
    const lines = [{ lineNumber: 1, values: [{ key: 'siteName', value: 'Berlin' }] }]
    const values = [{ key: 'tenantDomain', value: 'customer.example' }]
    return verbs.run(actor, (ctx) => setProvisioning(ctx, { orderId, values, lines }))
  }

  /** What the Summary stage foresees. */
  private async foresee(actor: Actor, orderId: string): Promise<Routed> {
    const preview = await this.orders.verbs.read(actor, async (ctx) => {
      const order = await findOrder(ctx, orderId)
      if (!order) throw new Error('gone')
      return previewOrderApproval(ctx, order)
    })
    return asRouted(preview)
  }

  /** What the check inside submit refuses, or what the routing job then stores. */
  private async send(actor: Actor, order: Order, beforeRouting?: () => Promise<unknown>): Promise<Routed> {
    const { verbs } = this.orders
    const { id: orderId, version: expectedVersion } = order
    const input = { orderId, expectedVersion, idempotencyKey: key(), terms }
    try {
      await verbs.run(actor, (ctx) => submitOrder(ctx, input))
      await beforeRouting?.()
      await verbs.run(worker, issueOrderNumbers)
      await verbs.run(worker, (ctx) => routeOrder(ctx, orderId))
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      return { outcome: 'BLOCKED', reason: error.problems[0]?.message ?? '', steps: [] }
    }
    const [request] = await verbs.sql<{ id: string; status: string; reason: string }>(
      'SELECT id, status, reason FROM approval_request WHERE order_id = $1',
      [orderId],
    )
    const steps = await verbs.sql<Json>(
      `SELECT position, groups, reasons, sla, keeps_approvals AS "keepsApprovals" FROM approval_step
       WHERE request_id = $1 ORDER BY position`,
      [request?.id],
    )
    const outcome = request?.status === 'APPROVED' ? 'AUTO_APPROVE' : 'REQUIRE_APPROVAL'
    return asRouted({ outcome, reason: request?.reason ?? '', steps } as unknown as SimulatedApproval)
  }

  /** Orders, has the simulator foretell what a policy would change, adds it, and orders the same again. */
  async run(given: AgreementCase, meddling: Meddling = {}): Promise<Agreement> {
    await this.begin(given)
    const { verbs } = this.orders
    const actor = given.order.byAdministrator ? admin : sales
    const one = await this.draft(actor, given.order)
    const foreseen = await this.foresee(actor, one.id)
    const done = await this.send(actor, one, meddling.beforeRouting)
    const { added: definition } = given
    const simulated = await verbs.read(admin, (ctx) => simulatePolicy(ctx, { definition, lastOrders: 1 }))
    await meddling.beforeAdding?.()
    // As the simulator calls it: where policies are named in a text, they are sorted by name.
    await this.add('Draft', definition)
    this.wait()
    const other = await this.draft(actor, given.order)
    const then = await this.foresee(actor, other.id)
    return {
      first: { foreseen, done, orderId: one.id },
      simulated,
      second: { foreseen: then, done: await this.send(actor, other) },
    }
  }
}
