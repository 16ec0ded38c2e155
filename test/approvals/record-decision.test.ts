import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withdrawApproval } from '../../src/approvals/withdraw-approval.ts'
import { adminOf, salesOf } from '../support/small-world.ts'
import { actorOf } from '../support/verbs.ts'
import { ApprovalWorld, at, untouched, up } from './approval-world.ts'

describe('deciding on approvals', () => {
  let world: ApprovalWorld
  beforeAll(async () => void (world = await ApprovalWorld.plant()))
  afterAll(() => world.verbs.close())

  describe('recordDecision', () => {
    it('completes the request with the approval that was needed', async () => {
      const { id } = await world.open('up', 'usr_up_sales')

      const { outcome } = await world.decide(up.admin, id)

      expect(outcome).toBe('APPROVED')
      expect(await world.stateOf(id)).toEqual({
        status: 'APPROVED',
        version: 2,
        steps: ['APPROVED'],
        decisions: ['APPROVE'],
      })
      expect((await world.eventsOf(id)).slice(2)).toEqual([
        'approval.decision_recorded',
        'approval.completed',
      ])
      const [decision] = await world.verbs.sql('SELECT * FROM approval_decision WHERE request_id = $1', [id])
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
      const { id } = await world.open('up', 'usr_up_sales')
      await world.addStep(id)

      await expect(world.decide(up.admin, id, { kind, comment: '  ' })).rejects.toThrow('COMMENT_REQUIRED')
      expect(await world.stateOf(id)).toMatchObject({ status: 'PENDING', version: 1, decisions: [] })

      const { outcome } = await world.decide(up.admin, id, { kind, comment: 'Too many seats.' })
      expect(outcome).toBe(status)
      expect(await world.stateOf(id)).toEqual({
        status,
        version: 2,
        steps: [status, 'SKIPPED'],
        decisions: [kind],
      })
    })

    it('waits for the second approver, then for the second step; one approver counts once', async () => {
      const { id } = await world.open('up', 'usr_up_sales')
      await world.addStep(id)

      expect((await world.decide(up.admin, id)).outcome).toBe('PENDING')
      expect((await world.decide(up.admin, id, { expectedVersion: 2 })).outcome).toBe('PENDING')
      expect(await world.stateOf(id)).toMatchObject({ version: 3, steps: ['ACTIVE', 'WAITING'] })
      expect((await world.decide(up.other, id, { expectedVersion: 3 })).outcome).toBe('PENDING')
      expect(await world.stateOf(id)).toMatchObject({ version: 4, steps: ['APPROVED', 'ACTIVE'] })
      expect((await world.eventsOf(id)).at(-1)).toBe('approval.step_activated')
      expect((await world.decide(up.other, id, { expectedVersion: 4 })).outcome).toBe('APPROVED')
      expect(await world.stateOf(id)).toMatchObject({ status: 'APPROVED', steps: ['APPROVED', 'APPROVED'] })
    })

    it('lets approvers change their mind while the step is open', async () => {
      const { id } = await world.open('up', 'usr_up_sales')
      await world.addStep(id)
      await world.decide(up.admin, id)

      const more = { kind: 'REJECT', comment: 'On second thought.', expectedVersion: 2 } as const
      expect((await world.decide(up.admin, id, more)).outcome).toBe('REJECTED')
    })

    it('lets exactly one of many concurrent decisions win', async () => {
      const { id } = await world.open('up', 'usr_up_sales')

      const attempts = await Promise.allSettled([
        world.decide(up.admin, id),
        world.decide(up.other, id, { kind: 'REJECT', comment: 'No.' }),
        world.decide(up.admin, id, { kind: 'REJECT', comment: 'No.' }),
        world.decide(up.other, id),
      ])

      expect(attempts.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
      for (const one of attempts)
        if (one.status === 'rejected')
          expect(one.reason).toMatchObject({
            code: 'VERSION_CONFLICT',
            problems: [{ details: { currentVersion: 2 }, path: ['expectedVersion'] }],
          })
      expect(await world.stateOf(id)).toMatchObject({ version: 2, decisions: [expect.any(String)] })
      expect(await world.eventsOf(id)).toHaveLength(4)
    })

    it('refuses what was decided already', async () => {
      const { id } = await world.open('up', 'usr_up_sales')
      await world.decide(up.admin, id)

      await expect(world.decide(up.other, id)).rejects.toThrow('VERSION_CONFLICT')
      await expect(world.decide(up.other, id, { expectedVersion: 2 })).rejects.toThrow('APPROVAL_NOT_PENDING')
      expect(await world.stateOf(id)).toMatchObject({ version: 2, decisions: ['APPROVE'] })
    })

    it('refuses the requester, even one whom the step names', async () => {
      const { id } = await world.open('up', 'usr_up_a')
      await world.verbs.sql(
        "UPDATE approval_step SET approver_ids = '{usr_up_a,usr_up_b}' WHERE request_id = $1",
        [id],
      )

      await expect(world.decide(up.admin, id)).rejects.toThrow('SELF_APPROVAL')
      expect(await world.stateOf(id)).toEqual(untouched)
    })

    it('refuses those who are not asked, who may not decide, and who cannot see it', async () => {
      const { id } = await world.open('low', 'usr_low_sales')
      const parentApprover = actorOf('org_up', ['APPROVER'], {
        id: 'usr_low_a',
        readableSellers: ['org_up', 'org_low'],
      })

      await expect(world.decide(up.admin, id)).rejects.toThrow('APPROVAL_NOT_ELIGIBLE')
      await expect(world.decide(parentApprover, id)).rejects.toThrow('APPROVAL_NOT_ELIGIBLE')
      await expect(world.decide(salesOf('org_low', 'usr_low_a'), id)).rejects.toThrow('FORBIDDEN')
      await expect(world.decide(adminOf('org_far', 'usr_low_a'), id)).rejects.toThrow('NOT_FOUND')
      expect(await world.stateOf(id)).toEqual(untouched)
    })

    it('counts who made an API key as the requester of what the key asked for', async () => {
      await world.verbs.sql(
        `INSERT INTO api_key (id, seller_id, organization_id, created_by, name, secret_hash, last_four, scopes, created_at)
         VALUES ('key_made', 'org_up', 'org_up', 'usr_up_a', 'ERP', 'x', 'xxxx', '{}', now()),
           ('key_child', 'org_up', 'org_up', 'key_made', 'ERP 2', 'x', 'xxxx', '{}', now())`,
      )
      for (const requester of ['key_made', 'key_child']) {
        const { id } = await world.open('up', requester)
        const [step] = await world.verbs.sql('SELECT approver_ids FROM approval_step WHERE request_id = $1', [
          id,
        ])
        expect(step).toEqual({ approver_ids: ['usr_up_b'] })
        // Even where it was named, by routing of an earlier release.
        await world.verbs.sql(
          "UPDATE approval_step SET approver_ids = '{usr_up_a,usr_up_b}' WHERE request_id = $1",
          [id],
        )
        await expect(world.decide(up.admin, id)).rejects.toThrow('SELF_APPROVAL')
        expect(await world.stateOf(id)).toEqual(untouched)
        expect(await world.decide(up.other, id)).toMatchObject({ outcome: 'APPROVED' })
      }
    })

    it('lets the parent’s administrator decide for a sub-reseller whose only one asked', async () => {
      const { id } = await world.open('low', 'usr_low_a')

      expect((await world.decide(up.other, id)).outcome).toBe('APPROVED')
      const rows = await world.verbs.sql(
        `SELECT seller_id FROM approval_decision WHERE request_id = $1
         UNION ALL SELECT seller_id FROM outbox_event WHERE subject_id = $1`,
        [id],
      )
      expect(rows).toEqual(Array.from({ length: 5 }, () => ({ seller_id: 'org_low' })))
    })

    it('keeps decisions as they are: the runtime role cannot change or delete them', async () => {
      const change = (sql: string) => world.verbs.run(up.admin, (ctx) => ctx.em.execute(sql))

      await expect(change("UPDATE approval_decision SET kind = 'REJECT'")).rejects.toThrow(
        'permission denied',
      )
      await expect(change('DELETE FROM approval_decision')).rejects.toThrow('permission denied')
    })
  })

  describe('withdrawApproval', () => {
    const withdraw = (orderId: string) =>
      world.verbs.run(salesOf('org_up', 'usr_up_sales'), (ctx) =>
        withdrawApproval(ctx, { orderId, sellerId: 'org_up', revision: 1 }),
      )

    it('takes a pending request back, once', async () => {
      const { id, orderId } = await world.open('up', 'usr_up_sales')

      expect(await withdraw(orderId)).toMatchObject({ id, status: 'WITHDRAWN', version: 2 })
      expect(await withdraw(orderId)).toBeNull()
      expect(await world.stateOf(id)).toEqual({
        status: 'WITHDRAWN',
        version: 2,
        steps: ['SKIPPED'],
        decisions: [],
      })
      expect((await world.eventsOf(id)).slice(2)).toEqual(['approval.withdrawn'])
    })

    it('loses or wins against a decision, never both', async () => {
      for (let round = 0; round < 8; round++) {
        const { id, orderId } = await world.open('up', 'usr_up_sales')

        const [withdrawn, decided] = await Promise.allSettled([withdraw(orderId), world.decide(up.admin, id)])

        const withdrew = withdrawn.status === 'fulfilled' && withdrawn.value !== null
        expect(withdrew).toBe(decided.status === 'rejected')
        expect(await world.stateOf(id)).toMatchObject({
          status: withdrew ? 'WITHDRAWN' : 'APPROVED',
          version: 2,
          decisions: withdrew ? [] : ['APPROVE'],
        })
      }
    })
  })
})
