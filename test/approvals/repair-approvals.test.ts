import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemActor } from '../../src/access/actor.ts'
import { repairApprovals } from '../../src/approvals/repair-approvals.ts'
import { sellersWithLostApprovers } from '../../src/approvals/sellers-with-lost-approvers.ts'
import { deactivateUser } from '../../src/identity/deactivate-user.ts'
import { setUserRoles } from '../../src/identity/set-user-roles.ts'
import { plantUser } from '../support/small-world.ts'
import { problemsOf } from '../support/companies.ts'
import { ApprovalWorld, up } from './approval-world.ts'

describe('an open approval whose people change', () => {
  let world: ApprovalWorld
  beforeAll(async () => void (world = await ApprovalWorld.plant()))
  afterAll(() => world.verbs.close())

  const worker = (id: string, ancestors: string[]) => systemActor({ id, ancestors })
  const repairUp = () => world.verbs.run(worker('org_up', ['org_top']), repairApprovals)
  const repairLow = () => world.verbs.run(worker('org_low', ['org_top', 'org_up']), repairApprovals)
  const askedIn = async (id: string) => {
    const [row] = await world.verbs.sql<{ approver_ids: string[]; blocked: boolean; version: number }>(
      `SELECT s.approver_ids, r.blocked_since IS NOT NULL AS blocked, r.version FROM approval_step s
       JOIN approval_request r ON r.id = s.request_id WHERE r.id = $1`,
      [id],
    )
    return row
  }
  /** A step that names these people alone. */
  const ask = (id: string, ids: string[]) =>
    world.verbs.sql(
      `UPDATE approval_step SET approver_ids = $2, approvers = $3::jsonb,
         groups = jsonb_build_array(jsonb_build_object('approvers', $3::jsonb, 'minimumApprovals', 1, 'selfApproverIds', '[]'::jsonb))
       WHERE request_id = $1`,
      [id, ids, JSON.stringify(ids.map((one) => ({ id: one, name: one })))],
    )
  const lost = () => world.verbs.read(up.admin, (ctx) => sellersWithLostApprovers(ctx))

  it('goes on with administrators when whom it asks is deactivated, and says so', async () => {
    await plantUser(world.verbs, { id: 'usr_up_boss', sellerId: 'org_up', roles: ['APPROVER'] })
    const { id } = await world.open('up', 'usr_up_sales')
    await ask(id, ['usr_up_boss'])
    expect(await repairUp()).toBe(0)

    await world.verbs.run(up.admin, (ctx) => deactivateUser(ctx, { userId: 'usr_up_boss' }))
    expect(await lost()).toEqual(['org_up'])
    expect(await repairUp()).toBe(1)

    expect(await askedIn(id)).toEqual({ approver_ids: ['usr_up_a', 'usr_up_b'], blocked: false, version: 2 })
    expect((await world.eventsOf(id)).slice(2)).toEqual(['approval.approvers_changed'])
    expect(await lost()).toEqual([])
    expect(await repairUp()).toBe(0)
    expect(await world.decide(up.admin, id, { expectedVersion: 2 })).toMatchObject({ outcome: 'APPROVED' })
  })

  it('keeps whoever can still decide, and goes on when a role is lost', async () => {
    await plantUser(world.verbs, { id: 'usr_up_second', sellerId: 'org_up', roles: ['APPROVER'] })
    const { id } = await world.open('up', 'usr_up_sales')
    await ask(id, ['usr_up_b', 'usr_up_second'])
    const input = { userId: 'usr_up_second', roles: ['FINANCE' as const] }
    await world.verbs.run(up.admin, (ctx) => setUserRoles(ctx, input))
    await repairUp()
    expect(await askedIn(id)).toEqual({ approver_ids: ['usr_up_b'], blocked: false, version: 2 })
    const told = await world.verbs.sql(`SELECT type FROM outbox_event WHERE subject_id = 'usr_up_second'`)
    expect(told).toEqual([{ type: 'user.roles_changed' }])
  })

  it('is not left to nobody in silence: refused by name, or forced and then told as blocked until somebody comes', async () => {
    const sql = (text: string) => world.verbs.sql(text)
    const { id } = await world.open('low', 'usr_low_a')
    expect((await askedIn(id))?.approver_ids).toEqual(['usr_up_a', 'usr_up_b'])
    await sql(`UPDATE app_user SET roles = '{FINANCE}' WHERE id = 'usr_up_b'`)
    await sql(`INSERT INTO app_user (id, seller_id, organization_id, email, first_name, last_name, roles, status, created_at, updated_at)
      VALUES ('usr_up_idle', 'org_up', 'org_up', 'idle@demo.example', 'I', 'D', '{RESELLER_ADMIN}', 'DEACTIVATED', now(), now())`)
    await repairLow()
    expect((await askedIn(id))?.approver_ids).toEqual(['usr_up_a'])
    const before = await world.stateOf(id)

    const go = (force: boolean) =>
      world.verbs.run(up.admin, (ctx) => setUserRoles(ctx, { userId: 'usr_up_a', roles: ['FINANCE'], force }))
    // An administrator always remains; here one who cannot decide stands in for it.
    await sql(`UPDATE app_user SET status = 'ACTIVE', organization_id = 'org_up' WHERE id = 'usr_up_idle'`)
    await sql(`UPDATE approval_request SET requester_id = 'usr_up_idle' WHERE id = '${id}'`)
    await sql(`UPDATE app_user SET status = 'DEACTIVATED' WHERE id = 'usr_low_a'`)

    expect(await problemsOf(go(false))).toEqual([{ code: 'LAST_APPROVER', path: ['userId'] }])
    expect(await world.stateOf(id)).toEqual(before)
    await go(true)
    expect(await repairLow()).toBe(1)
    expect(await askedIn(id)).toMatchObject({ approver_ids: [], blocked: true })
    expect((await world.eventsOf(id)).slice(-2)).toEqual(['approval.approvers_changed', 'approval.blocked'])
    const { version } = (await askedIn(id))!
    await repairLow()
    expect(await askedIn(id)).toMatchObject({ blocked: true, version })

    await sql(`UPDATE app_user SET status = 'ACTIVE' WHERE id = 'usr_low_a'`)
    await repairLow()
    expect(await askedIn(id)).toMatchObject({ approver_ids: ['usr_low_a'], blocked: false })
    expect((await world.eventsOf(id)).at(-1)).toBe('approval.unblocked')
    await sql(`UPDATE app_user SET roles = '{RESELLER_ADMIN}' WHERE id IN ('usr_up_a', 'usr_up_b')`)
  })

  it('refuses a decision of somebody who was shut out, or lost the role, since the request began', async () => {
    const { id } = await world.open('up', 'usr_up_sales')
    const before = await world.stateOf(id)
    for (const change of [`status = 'DEACTIVATED'`, `roles = '{FINANCE}'`]) {
      await world.verbs.sql(`UPDATE app_user SET ${change} WHERE id = 'usr_up_b'`)
      expect(await problemsOf(world.decide(up.other, id))).toEqual([
        { code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] },
      ])
      expect(await world.stateOf(id)).toEqual(before)
      await world.verbs.sql(
        `UPDATE app_user SET status = 'ACTIVE', roles = '{RESELLER_ADMIN}' WHERE id = 'usr_up_b'`,
      )
    }
    expect(await world.decide(up.other, id)).toMatchObject({ outcome: 'APPROVED' })
  })
})
