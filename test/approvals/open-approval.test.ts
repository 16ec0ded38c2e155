import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import { routeOrderApproval } from '../../src/approvals/route-order-approval.ts'
import { adminOf, salesOf } from '../support/small-world.ts'
import { ApprovalWorld, at, low, untouched, up } from './approval-world.ts'
import { facts } from './routing-fixture.ts'

describe('opening approvals', () => {
  let world: ApprovalWorld
  beforeAll(async () => void (world = await ApprovalWorld.plant()))
  afterAll(() => world.verbs.close())

  describe('routeOrderApproval', () => {
    const route = (actor: Actor, sellerId: string, requesterId: string) =>
      world.verbs.read(actor, (ctx) => routeOrderApproval(ctx, { sellerId, requesterId, facts }))

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
      const request = await world.open('up', 'usr_up_sales')

      expect(await world.stateOf(request.id)).toEqual(untouched)
      expect(await world.eventsOf(request.id)).toEqual(['approval.requested', 'approval.step_activated'])
      const [told] = await world.verbs.sql<{ data: unknown }>(
        "SELECT data FROM outbox_event WHERE type = 'approval.step_activated' AND subject_id = $1",
        [request.id],
      )
      expect(told?.data).toMatchObject({
        order: { id: request.orderId, orderNumber: `N-${request.orderId}`, status: 'PENDING_APPROVAL' },
        approval: { id: request.id, version: 1, status: 'PENDING', requestedAt: at },
        step: { approvers: [{ id: 'usr_up_a', name: 'Demo usr_up_a' }, { id: 'usr_up_b' }] },
      })

      const again = await world.open('up', 'usr_up_sales', request.orderId)
      expect(again.id).toBe(request.id)
      expect(await world.eventsOf(request.id)).toHaveLength(2)
    })

    it('refuses when nobody may decide, and opens nothing', async () => {
      await expect(world.open('far', 'usr_far_a')).rejects.toThrow('APPROVER_MISSING')

      expect(await world.verbs.sql("SELECT id FROM approval_request WHERE seller_id = 'org_far'")).toEqual([])
    })
  })
})
