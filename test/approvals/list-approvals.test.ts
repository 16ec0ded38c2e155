import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '../../src/access/actor.ts'
import type { ApprovalsArgs } from '../../src/approvals/approvals.inputs.ts'
import { findAllowedDecisions } from '../../src/approvals/find-allowed-decisions.ts'
import { findApproval } from '../../src/approvals/find-approval.ts'
import { listApprovals } from '../../src/approvals/list-approvals.ts'
import { adminOf, salesOf } from '../support/small-world.ts'
import { ApprovalWorld, low, up } from './approval-world.ts'

describe('reading approvals', () => {
  let world: ApprovalWorld
  beforeAll(async () => void (world = await ApprovalWorld.plant()))
  afterAll(() => world.verbs.close())

  describe('reading', () => {
    const inbox = (actor: Actor, awaitingMyDecision: boolean) =>
      world.verbs.read(actor, async (ctx) =>
        (
          await listApprovals(ctx, { first: 100, where: { awaitingMyDecision, status: ['PENDING'] } })
        ).nodes.map((one) => one.id),
      )

    it('lists what awaits the caller’s own decision, over its descendants and nobody else’s', async () => {
      const mine = await world.open('up', 'usr_up_b')
      const asked = await world.open('low', 'usr_low_a')
      const byMe = await world.open('up', 'usr_up_a')

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
        const listed = await world.verbs.read(up.admin, (ctx) => listApprovals(ctx, args))
        seen.push(...listed.nodes.map((one) => one.id))
        after = listed.pageInfo.endCursor
        if (!listed.pageInfo.hasNextPage) break
      }

      const all = await world.verbs.sql<{ id: string }>(
        'SELECT id FROM approval_request ORDER BY requested_at DESC, id DESC',
      )
      expect(seen).toEqual(all.map((row) => row.id))
    })

    it('offers every decision to those who are asked, and none to others or afterwards', async () => {
      const { id } = await world.open('up', 'usr_up_b')
      const allowed = (actor: Actor) =>
        world.verbs.read(actor, async (ctx) => findAllowedDecisions(ctx, (await findApproval(ctx, id))!))

      expect(await allowed(up.admin)).toEqual(['APPROVE', 'REJECT', 'REQUEST_CHANGES'])
      expect(await allowed(up.other)).toEqual([])
      expect(await allowed(salesOf('org_up', 'usr_up_a'))).toEqual([])
      await world.decide(up.admin, id)
      expect(await allowed(up.admin)).toEqual([])
    })
  })
})
