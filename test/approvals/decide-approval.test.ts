import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor, type Actor } from '../../src/access/actor.ts'
import type { ApprovalDecisionKind } from '../../src/approvals/approval-decision.entity.ts'
import type { ApprovalsArgs } from '../../src/approvals/approvals.args.ts'
import { findAllowedDecisions } from '../../src/approvals/find-allowed-decisions.ts'
import { findApproval } from '../../src/approvals/find-approval.ts'
import { listApprovals } from '../../src/approvals/list-approvals.ts'
import { openApproval } from '../../src/approvals/open-approval.ts'
import { recordDecision } from '../../src/approvals/record-decision.ts'
import { routeOrderApproval } from '../../src/approvals/route-order-approval.ts'
import { withdrawApproval } from '../../src/approvals/withdraw-approval.ts'
import {
  adminOf,
  plantOrder,
  plantSmallWorld,
  plantUser,
  salesOf,
  standingClock,
} from '../support/small-world.ts'
import { actorOf, openVerbs, type VerbHarness } from '../support/verbs.ts'

const clock = standingClock()
const at = '2026-11-23T09:00:00.000Z'
const facts = {
  orderType: 'NEW',
  currency: 'EUR',
  firstInvoiceTotal: '100.00',
  monthlyRecurring: '100.00',
  annualRecurring: '1200.00',
  totalContractValue: '1200.00',
  lineCount: 1,
}
const up = { admin: adminOf('org_up', 'usr_up_a'), other: adminOf('org_up', 'usr_up_b') }
const low = adminOf('org_low', 'usr_low_a')
const aboveOf: Record<string, string[]> = { up: ['org_top'], low: ['org_top', 'org_up'], far: ['org_top'] }

describe('approvals', () => {
  let verbs: VerbHarness
  let orders = 0

  /** Opens the approval of an order, a new one unless it is named, as the routing job does. */
  const open = async (seller: string, requestedBy: string, existing?: string) => {
    const orderId = existing ?? `ord_${seller}_${++orders}`
    if (!existing) await plantOrder(verbs, seller, orderId)
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
    return verbs.run(worker, (ctx) => openApproval(ctx, { order, facts, snapshot }))
  }
  const decide = (
    actor: Actor,
    approvalId: string,
    kind: ApprovalDecisionKind = 'APPROVE',
    more: { comment?: string; expectedVersion?: number } = {},
  ) =>
    verbs.run(actor, (ctx) =>
      recordDecision(ctx, { approvalId, kind, comment: null, expectedVersion: 1, ...more }),
    )
  const stateOf = async (id: string) => {
    const [request] = await verbs.sql<{ status: string; version: number }>(
      'SELECT status, version FROM approval_request WHERE id = $1',
      [id],
    )
    const steps = await verbs.sql<{ status: string }>(
      'SELECT status FROM approval_step WHERE request_id = $1 ORDER BY position',
      [id],
    )
    const decisions = await verbs.sql<{ kind: string }>(
      'SELECT kind FROM approval_decision WHERE request_id = $1 ORDER BY decided_at, id',
      [id],
    )
    return {
      ...request,
      steps: steps.map((step) => step.status),
      decisions: decisions.map((one) => one.kind),
    }
  }
  const eventsOf = async (id: string) =>
    (
      await verbs.sql<{ type: string }>('SELECT type FROM outbox_event WHERE subject_id = $1 ORDER BY id', [
        id,
      ])
    ).map((event) => event.type)
  const untouched = { status: 'PENDING', version: 1, steps: ['ACTIVE'], decisions: [] }
  /** A second step of the other administrator, and two approvals for the first. */
  const addStep = async (id: string) => {
    await verbs.sql('UPDATE approval_step SET minimum_approvals = 2 WHERE request_id = $1', [id])
    await verbs.sql(
      `INSERT INTO approval_step (id, seller_id, organization_id, request_id, position, status, approver_ids, approvers, reason)
       SELECT id || '_2', seller_id, organization_id, request_id, 2, 'WAITING', approver_ids, approvers, 'Four eyes.'
       FROM approval_step WHERE request_id = $1`,
      [id],
    )
  }

  beforeAll(async () => {
    verbs = await openVerbs({ clock })
    await plantSmallWorld(verbs)
    const roles = ['RESELLER_ADMIN']
    for (const id of ['usr_up_a', 'usr_up_b']) await plantUser(verbs, { id, sellerId: 'org_up', roles })
    await plantUser(verbs, { id: 'usr_low_a', sellerId: 'org_low', roles })
    await plantUser(verbs, { id: 'usr_low_gone', sellerId: 'org_low', roles, status: 'DEACTIVATED' })
    await plantUser(verbs, { id: 'usr_low_sales', sellerId: 'org_low', roles: ['SALES_AGENT'] })
    await plantUser(verbs, { id: 'usr_far_a', sellerId: 'org_far', roles })
  })
  afterAll(() => verbs.close())

  describe('routeOrderApproval', () => {
    const route = (actor: Actor, sellerId: string, requesterId: string) =>
      verbs.read(actor, (ctx) => routeOrderApproval(ctx, { sellerId, requesterId, facts }))

    it('asks any administrator of the reseller who is not the requester', async () => {
      expect(await route(salesOf('org_up', 'usr_up_sales'), 'org_up', 'usr_up_a')).toMatchObject({
        outcome: 'REQUIRE_APPROVAL',
        steps: [{ position: 1, minimumApprovals: 1, approvers: [{ id: 'usr_up_b', name: 'Demo usr_up_b' }] }],
      })
    })

    it('asks the parent’s administrators when the requester is the only one, whoever looks', async () => {
      const expected = {
        outcome: 'REQUIRE_APPROVAL',
        steps: [{ approvers: [{ id: 'usr_up_a' }, { id: 'usr_up_b' }] }],
      }

      expect(await route(low, 'org_low', 'usr_low_a')).toMatchObject(expected)
      expect(await route(up.admin, 'org_low', 'usr_low_a')).toMatchObject(expected)
    })

    it('says APPROVER_MISSING when nobody is left', async () => {
      expect(await route(adminOf('org_far', 'usr_far_a'), 'org_far', 'usr_far_a')).toMatchObject({
        outcome: 'BLOCKED',
        problem: { code: 'APPROVER_MISSING' },
      })
    })
  })

  describe('openApproval', () => {
    it('opens the first step, tells the approvers, and changes nothing when repeated', async () => {
      const request = await open('up', 'usr_up_sales')

      expect(await stateOf(request.id)).toEqual(untouched)
      expect(await eventsOf(request.id)).toEqual(['approval.requested', 'approval.step_activated'])
      const [told] = await verbs.sql<{ data: unknown }>(
        "SELECT data FROM outbox_event WHERE type = 'approval.step_activated' AND subject_id = $1",
        [request.id],
      )
      expect(told?.data).toMatchObject({
        order: { id: request.orderId, orderNumber: `N-${request.orderId}`, status: 'PENDING_APPROVAL' },
        approval: { id: request.id, version: 1, status: 'PENDING', requestedAt: at },
        step: { approvers: [{ id: 'usr_up_a', name: 'Demo usr_up_a' }, { id: 'usr_up_b' }] },
      })

      const again = await open('up', 'usr_up_sales', request.orderId)
      expect(again.id).toBe(request.id)
      expect(await eventsOf(request.id)).toHaveLength(2)
    })

    it('refuses when nobody may decide, and opens nothing', async () => {
      await expect(open('far', 'usr_far_a')).rejects.toThrow('APPROVER_MISSING')

      expect(await verbs.sql("SELECT id FROM approval_request WHERE seller_id = 'org_far'")).toEqual([])
    })
  })

  describe('recordDecision', () => {
    it('completes the request with the approval that was needed', async () => {
      const { id } = await open('up', 'usr_up_sales')

      const { outcome } = await decide(up.admin, id)

      expect(outcome).toBe('APPROVED')
      expect(await stateOf(id)).toEqual({
        status: 'APPROVED',
        version: 2,
        steps: ['APPROVED'],
        decisions: ['APPROVE'],
      })
      expect((await eventsOf(id)).slice(2)).toEqual(['approval.decision_recorded', 'approval.completed'])
      const [decision] = await verbs.sql('SELECT * FROM approval_decision WHERE request_id = $1', [id])
      expect(decision).toMatchObject({
        decided_by: 'usr_up_a',
        decided_by_name: 'Tess Tester',
        request_version: 1,
        content_hash: 'c0ffee',
        decided_at: new Date(at),
      })
    })

    it.each([
      ['REJECT', 'REJECTED'],
      ['REQUEST_CHANGES', 'CHANGES_REQUESTED'],
    ] as const)('%s needs a comment and ends the request as %s', async (kind, status) => {
      const { id } = await open('up', 'usr_up_sales')
      await addStep(id)

      await expect(decide(up.admin, id, kind, { comment: '  ' })).rejects.toThrow('COMMENT_REQUIRED')
      expect(await stateOf(id)).toMatchObject({ status: 'PENDING', version: 1, decisions: [] })

      const { outcome } = await decide(up.admin, id, kind, { comment: 'Too many seats.' })
      expect(outcome).toBe(status)
      expect(await stateOf(id)).toEqual({ status, version: 2, steps: [status, 'SKIPPED'], decisions: [kind] })
    })

    it('waits for the second approver, then for the second step; one approver counts once', async () => {
      const { id } = await open('up', 'usr_up_sales')
      await addStep(id)

      expect((await decide(up.admin, id)).outcome).toBe('PENDING')
      expect((await decide(up.admin, id, 'APPROVE', { expectedVersion: 2 })).outcome).toBe('PENDING')
      expect(await stateOf(id)).toMatchObject({ version: 3, steps: ['ACTIVE', 'WAITING'] })
      expect((await decide(up.other, id, 'APPROVE', { expectedVersion: 3 })).outcome).toBe('PENDING')
      expect(await stateOf(id)).toMatchObject({ version: 4, steps: ['APPROVED', 'ACTIVE'] })
      expect((await eventsOf(id)).at(-1)).toBe('approval.step_activated')
      expect((await decide(up.other, id, 'APPROVE', { expectedVersion: 4 })).outcome).toBe('APPROVED')
      expect(await stateOf(id)).toMatchObject({ status: 'APPROVED', steps: ['APPROVED', 'APPROVED'] })
    })

    it('lets approvers change their mind while the step is open', async () => {
      const { id } = await open('up', 'usr_up_sales')
      await addStep(id)
      await decide(up.admin, id)

      const more = { comment: 'On second thought.', expectedVersion: 2 }
      expect((await decide(up.admin, id, 'REJECT', more)).outcome).toBe('REJECTED')
    })

    it('lets exactly one of many concurrent decisions win', async () => {
      const { id } = await open('up', 'usr_up_sales')

      const attempts = await Promise.allSettled([
        decide(up.admin, id),
        decide(up.other, id, 'REJECT', { comment: 'No.' }),
        decide(up.admin, id, 'REJECT', { comment: 'No.' }),
        decide(up.other, id),
      ])

      expect(attempts.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      for (const one of attempts)
        if (one.status === 'rejected')
          expect(one.reason).toMatchObject({
            code: 'VERSION_CONFLICT',
            problems: [{ details: { currentVersion: 2 }, path: ['expectedVersion'] }],
          })
      expect(await stateOf(id)).toMatchObject({ version: 2, decisions: [expect.any(String)] })
      expect(await eventsOf(id)).toHaveLength(4)
    })

    it('refuses what was decided already', async () => {
      const { id } = await open('up', 'usr_up_sales')
      await decide(up.admin, id)

      await expect(decide(up.other, id)).rejects.toThrow('VERSION_CONFLICT')
      await expect(decide(up.other, id, 'APPROVE', { expectedVersion: 2 })).rejects.toThrow(
        'APPROVAL_NOT_PENDING',
      )
      expect(await stateOf(id)).toMatchObject({ version: 2, decisions: ['APPROVE'] })
    })

    it('refuses the requester, even one whom the step names', async () => {
      const { id } = await open('up', 'usr_up_a')
      await verbs.sql("UPDATE approval_step SET approver_ids = '{usr_up_a,usr_up_b}' WHERE request_id = $1", [
        id,
      ])

      await expect(decide(up.admin, id)).rejects.toThrow('SELF_APPROVAL')
      expect(await stateOf(id)).toEqual(untouched)
    })

    it('refuses those who are not asked, who may not decide, and who cannot see it', async () => {
      const { id } = await open('low', 'usr_low_sales')
      const parentApprover = actorOf('org_up', ['APPROVER'], {
        id: 'usr_low_a',
        readableSellers: ['org_up', 'org_low'],
      })

      await expect(decide(up.admin, id)).rejects.toThrow('APPROVAL_NOT_ELIGIBLE')
      await expect(decide(parentApprover, id)).rejects.toThrow('APPROVAL_NOT_ELIGIBLE')
      await expect(decide(salesOf('org_low', 'usr_low_a'), id)).rejects.toThrow('FORBIDDEN')
      await expect(decide(adminOf('org_far', 'usr_low_a'), id)).rejects.toThrow('NOT_FOUND')
      expect(await stateOf(id)).toEqual(untouched)
    })

    it('lets the parent’s administrator decide for a sub-reseller whose only one asked', async () => {
      const { id } = await open('low', 'usr_low_a')

      expect((await decide(up.other, id)).outcome).toBe('APPROVED')
      const rows = await verbs.sql(
        `SELECT seller_id FROM approval_decision WHERE request_id = $1
         UNION ALL SELECT seller_id FROM outbox_event WHERE subject_id = $1`,
        [id],
      )
      expect(rows).toEqual(Array.from({ length: 5 }, () => ({ seller_id: 'org_low' })))
    })

    it('keeps decisions as they are: the runtime role cannot change or delete them', async () => {
      const change = (sql: string) => verbs.run(up.admin, (ctx) => ctx.em.execute(sql))

      await expect(change("UPDATE approval_decision SET kind = 'REJECT'")).rejects.toThrow(
        'permission denied',
      )
      await expect(change('DELETE FROM approval_decision')).rejects.toThrow('permission denied')
    })
  })

  describe('withdrawApproval', () => {
    const withdraw = (orderId: string) =>
      verbs.run(salesOf('org_up', 'usr_up_sales'), (ctx) =>
        withdrawApproval(ctx, { orderId, sellerId: 'org_up', revision: 1 }),
      )

    it('takes a pending request back, once', async () => {
      const { id, orderId } = await open('up', 'usr_up_sales')

      expect(await withdraw(orderId)).toMatchObject({ id, status: 'WITHDRAWN', version: 2 })
      expect(await withdraw(orderId)).toBeNull()
      expect(await stateOf(id)).toEqual({
        status: 'WITHDRAWN',
        version: 2,
        steps: ['SKIPPED'],
        decisions: [],
      })
      expect((await eventsOf(id)).slice(2)).toEqual(['approval.withdrawn'])
    })

    it('loses or wins against a decision, never both', async () => {
      for (let round = 0; round < 8; round++) {
        const { id, orderId } = await open('up', 'usr_up_sales')

        const [withdrawn, decided] = await Promise.allSettled([withdraw(orderId), decide(up.admin, id)])

        const withdrew = withdrawn.status === 'fulfilled' && withdrawn.value !== null
        expect(withdrew).toBe(decided.status === 'rejected')
        expect(await stateOf(id)).toMatchObject({
          status: withdrew ? 'WITHDRAWN' : 'APPROVED',
          version: 2,
          decisions: withdrew ? [] : ['APPROVE'],
        })
      }
    })
  })

  describe('reading', () => {
    const inbox = (actor: Actor, awaitingMyDecision: boolean) =>
      verbs.read(actor, async (ctx) =>
        (
          await listApprovals(ctx, { first: 100, where: { awaitingMyDecision, status: ['PENDING'] } })
        ).nodes.map((one) => one.id),
      )

    it('lists what awaits the caller’s own decision, over its descendants and nobody else’s', async () => {
      const mine = await open('up', 'usr_up_b')
      const asked = await open('low', 'usr_low_a')
      const byMe = await open('up', 'usr_up_a')

      const awaiting = await inbox(up.admin, true)
      expect(awaiting).toEqual(expect.arrayContaining([mine.id, asked.id]))
      expect(awaiting).not.toContain(byMe.id)
      expect(await inbox(up.admin, false)).toContain(byMe.id)
      expect(await inbox(low, true)).not.toContain(mine.id)
      expect(await inbox(adminOf('org_far', 'usr_up_a'), true)).toEqual([])
    })

    it('pages newest first without gap or repeat', async () => {
      const seen: string[] = []
      let after: string | null = null
      for (let page = 0; page < 20; page++) {
        const args: ApprovalsArgs = { first: 3, after }
        const listed = await verbs.read(up.admin, (ctx) => listApprovals(ctx, args))
        seen.push(...listed.nodes.map((one) => one.id))
        after = listed.pageInfo.endCursor
        if (!listed.pageInfo.hasNextPage) break
      }

      const all = await verbs.sql<{ id: string }>(
        'SELECT id FROM approval_request ORDER BY requested_at DESC, id DESC',
      )
      expect(seen).toEqual(all.map((row) => row.id))
    })

    it('offers every decision to those who are asked, and none to others or afterwards', async () => {
      const { id } = await open('up', 'usr_up_b')
      const allowed = (actor: Actor) =>
        verbs.read(actor, async (ctx) => findAllowedDecisions(ctx, (await findApproval(ctx, id))!))

      expect(await allowed(up.admin)).toEqual(['APPROVE', 'REJECT', 'REQUEST_CHANGES'])
      expect(await allowed(up.other)).toEqual([])
      expect(await allowed(salesOf('org_up', 'usr_up_a'))).toEqual([])
      await decide(up.admin, id)
      expect(await allowed(up.admin)).toEqual([])
    })
  })
})
