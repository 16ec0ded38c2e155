import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { anyOf, ApprovalScene, requires } from '../support/approval-scene.ts'
import { approvalOf, submit, submitInput } from '../support/ordering.ts'

/** Approvers who leave while they are asked, and a reseller who has nobody to ask. */
describe('approvers who are missing', () => {
  let app: TestApp
  let scene: ApprovalScene
  let admin: string
  let second: string
  let approver: string
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    scene = await ApprovalScene.open(app)
    admin = await scene.idOf(scene.admin)
    second = await scene.idOf(scene.second)
    approver = await scene.idOf(scene.approver)
  })
  afterAll(() => app.close())

  const leave = (userId: string, force = false) =>
    scene.admin.mutate('userDeactivate', { userId, force }, 'user { id status }')
  const comeBack = async (userId: string) => {
    await scene.admin.done('userActivate', { userId }, 'user { id }')
    await app.quiet()
    await scene.signIn()
  }
  const blocked = async () => {
    const { approvals } = await scene.admin.ask(
      '{ approvals(first: 5, where: { isBlocked: true }) { nodes { id } } }',
    )
    return (approvals.nodes as Json[]).map(({ id }) => id as string)
  }
  const told = async (id: string, type: string) =>
    (await app.sql('SELECT id FROM outbox_event WHERE subject_id = $1 AND type = $2', [id, type])).length

  it('stop the order of a sole administrator before it is submitted, and it goes on when there is another', async () => {
    expect((await leave(second)).userErrors).toEqual([])
    const draft = await scene.draft(scene.admin)
    const message =
      'Nobody can approve this order: you cannot approve your own. Ask for a second administrator in your organization.'
    expect(await scene.preview(draft)).toEqual({
      outcome: 'BLOCKED',
      reason: message,
      problem: { code: 'APPROVER_MISSING', message },
      steps: [],
    })
    const before = await scene.rows()
    const submitted = await scene.admin.mutate('orderSubmit', submitInput(draft), 'order { id }')
    expect(submitted.order).toBeNull()
    expect(submitted.userErrors).toMatchObject([{ code: 'APPROVER_MISSING', message }])
    expect(await scene.rows()).toEqual(before)

    await comeBack(second)
    await submit(scene.admin, draft)
    const pending = { draft, approval: await approvalOf(scene.second, draft.orderId) }
    const self = await scene.decide(scene.admin, pending)
    expect(self.userErrors).toMatchObject([{ code: 'SELF_APPROVAL' }])
    expect((await scene.decide(scene.second, pending)).userErrors).toEqual([])
  }, 300_000)

  it('are replaced by administrators in the step that is open, and in the one that waits', async () => {
    const policy = await scene.policy('Leaver', requires([[anyOf([approver])], [anyOf([approver, second])]]))
    const pending = await scene.pending()
    expect((await leave(approver)).user).toEqual({ id: approver, status: 'DEACTIVATED' })
    await app.quiet()
    const { status, version, steps } = await scene.read(pending)
    expect({ status, version }).toEqual({ status: 'PENDING', version: pending.approval.version + 1 })
    const people = ({ groups }: Json) =>
      groups.map(({ approvers }: Json) => approvers.map(({ id }: Json) => id))
    expect(steps.map(people)).toEqual([[[admin, second].toSorted()], [[second]]])
    // Of each step.
    expect(await told(pending.approval.id, 'approval.approvers_changed')).toBe(2)

    const before = await scene.rows()
    const { errors } = await scene.approver.request('mutation { signOut { userErrors { code } } }')
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(await scene.rows()).toEqual(before)
    expect((await scene.decide(scene.admin, pending)).userErrors).toEqual([])
    expect((await scene.decide(scene.second, pending)).userErrors).toEqual([])
    expect(await scene.read(pending)).toMatchObject({ status: 'APPROVED' })
    await comeBack(approver)
    await scene.archive(policy)
  }, 300_000)

  it('do not leave in silence when nobody else could decide; by force the request is raised, and goes on later', async () => {
    const pending = await scene.pending(scene.admin)
    const { id } = pending.approval
    const { order } = await scene.sales.ask('query ($id: ID!) { order(id: $id) { orderNumber } }', {
      id: pending.draft.orderId,
    })
    const before = await scene.rows()
    const { user, userErrors } = await leave(second)
    expect(user).toBeNull()
    expect(userErrors).toMatchObject([{ code: 'LAST_APPROVER' }])
    expect(userErrors[0].message).toContain(order.orderNumber)
    expect(await scene.rows()).toEqual(before)

    expect((await leave(second, true)).userErrors).toEqual([])
    await app.quiet()
    expect(await blocked()).toEqual([id])
    expect(await scene.read(pending)).toMatchObject({ status: 'PENDING', blockedSince: expect.any(String) })
    expect(await told(id, 'approval.blocked')).toBe(1)

    await comeBack(second)
    expect(await blocked()).toEqual([])
    expect(await told(id, 'approval.unblocked')).toBe(1)
    expect((await scene.decide(scene.second, pending)).userErrors).toEqual([])
    expect(await scene.read(pending)).toMatchObject({ status: 'APPROVED', blockedSince: null })
  }, 300_000)
})
