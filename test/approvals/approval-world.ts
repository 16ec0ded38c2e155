import { systemActor, type Actor } from '../../src/access/actor.ts'
import type { ApprovalRequest } from '../../src/approvals/approval-request.entity.ts'
import { openApproval } from '../../src/approvals/open-approval.ts'
import { refuse } from '../../src/platform/errors.ts'
import { recordDecision, type RecordDecisionInput } from '../../src/approvals/record-decision.ts'
import { routeOrderApproval } from '../../src/approvals/route-order-approval.ts'
import { adminOf, plantOrder, plantSmallWorld, plantUser, standingClock } from '../support/small-world.ts'
import { openVerbs, type VerbHarness } from '../support/verbs.ts'
import { facts } from './routing-fixture.ts'

/** The instant at which everything happens. */
export const at = '2026-11-23T09:00:00.000Z'

/** `org_up` has two administrators, `org_low` below it one (and one who left), `org_far` one. */
export const up = { admin: adminOf('org_up', 'usr_up_a'), other: adminOf('org_up', 'usr_up_b') }
export const low = adminOf('org_low', 'usr_low_a')

const aboveOf: Record<string, string[]> = { up: ['org_top'], low: ['org_top', 'org_up'], far: ['org_top'] }

/** Approvals over a small world, driven as the routing job and the approvers do. */
export class ApprovalWorld {
  private orders = 0

  private constructor(readonly verbs: VerbHarness) {}

  static async plant(): Promise<ApprovalWorld> {
    const verbs = await openVerbs({ clock: standingClock(at) })
    await plantSmallWorld(verbs)
    const roles = ['RESELLER_ADMIN']
    for (const id of ['usr_up_a', 'usr_up_b']) await plantUser(verbs, { id, sellerId: 'org_up', roles })
    await plantUser(verbs, { id: 'usr_low_a', sellerId: 'org_low', roles })
    await plantUser(verbs, { id: 'usr_low_gone', sellerId: 'org_low', roles, status: 'DEACTIVATED' })
    await plantUser(verbs, { id: 'usr_low_sales', sellerId: 'org_low', roles: ['SALES_AGENT'] })
    await plantUser(verbs, { id: 'usr_far_a', sellerId: 'org_far', roles })
    return new ApprovalWorld(verbs)
  }

  /** Opens the approval of an order, a new one unless it is named, as the routing job does. */
  async open(seller: string, requestedBy: string, existing?: string): Promise<ApprovalRequest> {
    const orderId = existing ?? `ord_${seller}_${++this.orders}`
    if (!existing) await plantOrder(this.verbs, seller, orderId)
    const worker = systemActor({ id: `org_${seller}`, ancestors: aboveOf[seller] ?? [] })
    const order = {
      id: orderId,
      orderNumber: `N-${orderId}`,
      revision: 1,
      version: 3,
      sellerId: `org_${seller}`,
      organizationId: `org_${seller}_customer`,
      requestedBy,
      contentHash: 'c0ffee',
    }
    const snapshot = { id: orderId, orderNumber: order.orderNumber, revision: 1, status: 'PENDING_APPROVAL' }
    return this.verbs.run(worker, async (ctx) => {
      const { sellerId } = order
      const route = await routeOrderApproval(ctx, { sellerId, requesterId: requestedBy, facts })
      if (route.outcome === 'BLOCKED') throw refuse(route.problem.code, route.problem.message)
      return openApproval(ctx, { order, route, snapshot })
    })
  }

  /** Decides on a request; approves version 1 unless something else is said. */
  decide(actor: Actor, approvalId: string, said: Partial<RecordDecisionInput> = {}) {
    const input = { approvalId, kind: 'APPROVE', comment: null, expectedVersion: 1, ...said } as const
    return this.verbs.run(actor, (ctx) => recordDecision(ctx, input))
  }

  /** Two approvals for the first step, and a second step of the same approvers. */
  async addStep(id: string): Promise<void> {
    await this.verbs.sql(
      `UPDATE approval_step SET minimum_approvals = 2, groups = jsonb_set(groups, '{0,minimumApprovals}', '2')
       WHERE request_id = $1`,
      [id],
    )
    await this.verbs.sql(
      `INSERT INTO approval_step (id, seller_id, organization_id, request_id, position, status, approver_ids, approvers, reason, groups)
       SELECT id || '_2', seller_id, organization_id, request_id, 2, 'WAITING', approver_ids, approvers, 'Four eyes.',
         jsonb_set(groups, '{0,minimumApprovals}', '1')
       FROM approval_step WHERE request_id = $1`,
      [id],
    )
  }

  async stateOf(id: string) {
    const [request] = await this.verbs.sql<{ status: string; version: number }>(
      'SELECT status, version FROM approval_request WHERE id = $1',
      [id],
    )
    const steps = await this.verbs.sql<{ status: string }>(
      'SELECT status FROM approval_step WHERE request_id = $1 ORDER BY position',
      [id],
    )
    const decisions = await this.verbs.sql<{ kind: string }>(
      'SELECT kind FROM approval_decision WHERE request_id = $1 ORDER BY decided_at, id',
      [id],
    )
    return {
      ...request,
      steps: steps.map((step) => step.status),
      decisions: decisions.map((one) => one.kind),
    }
  }

  async eventsOf(id: string): Promise<string[]> {
    const sql = 'SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id'
    return (await this.verbs.sql<{ type: string }>(sql, [id])).map((event) => event.type)
  }
}

/** What `stateOf` says of a request that nobody has decided on. */
export const untouched = { status: 'PENDING', version: 1, steps: ['ACTIVE'], decisions: [] }
