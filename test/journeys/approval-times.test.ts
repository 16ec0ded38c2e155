import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { timerQueue } from '../../jobs/timer-job.ts'
import { backends, startApp, type TestApp } from '../support/app.ts'
import { anyOf, ApprovalScene, requires } from '../support/approval-scene.ts'
import { key } from '../support/ordering.ts'

const hour = 3_600_000

/** What time does to approvals, with a clock that the test moves. */
describe.each(backends())('an approval as time goes by, on %s queues', (backend) => {
  let app: TestApp
  let scene: ApprovalScene
  let second: string
  let approver: string
  let ahead = 0
  const clock = { now: () => new Date(Date.now() + ahead) }
  beforeAll(async () => {
    app = await startApp({ backend, clock, env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    scene = await ApprovalScene.open(app)
    second = await scene.idOf(scene.second)
    approver = await scene.idOf(scene.approver)
  })
  afterAll(() => app.close())

  /** So many hours go by; what waits in the queue until then is handed to the workers. */
  async function pass(hours: number): Promise<void> {
    await app.quiet()
    ahead += hours * hour
    const now = clock.now().getTime()
    for (const job of await app.resources.queues.queue(timerQueue).getDelayed())
      if (Number(String(job.id).split('.').at(-1)) <= now)
        // The reconciler may have been first.
        await job.promote().catch(() => undefined)
    await app.quiet()
    await scene.signIn()
  }
  const timed = () => {
    const { steps, ...rest } = requires([[anyOf([approver])]])
    const escalateTo = { kind: 'USER', userId: second }
    const sla = { remindAfter: 'PT1H', escalateAfter: 'PT2H', escalateTo, expireAfter: 'PT3H' }
    return { ...rest, steps: [{ ...steps[0], sla }] }
  }
  const told = async (id: string) =>
    (
      await app.sql<{ type: string }>(
        `SELECT type FROM outbox_event WHERE subject_id = $1 AND type LIKE 'approval.%' ORDER BY occurred_at, id`,
        [id],
      )
    ).map(({ type }) => type.replace('approval.', ''))

  it('asks more people when it is escalated, and whoever was asked first still decides', async () => {
    const policy = await scene.policy('Escalates', timed())
    const pending = await scene.pending()
    await pass(1.9)
    const before = await scene.read(pending)
    expect(before.steps).toMatchObject([
      { status: 'ACTIVE', escalatedAt: null, groups: [{ approvers: [{ id: approver }] }] },
    ])
    const rows = await scene.rows()
    const early = await scene.decide(scene.second, pending)
    expect(early.userErrors).toMatchObject([{ code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] }])
    expect(await scene.rows()).toEqual(rows)

    await pass(0.2)
    const after = await scene.read(pending)
    expect(after.version).toBe(before.version)
    const approvers = [approver, second].toSorted().map((id) => ({ id }))
    expect(after.steps).toMatchObject([
      { status: 'ACTIVE', escalatedAt: expect.any(String), groups: [{ minimumApprovals: 1, approvers }] },
    ])
    expect((await scene.decide(scene.approver, pending)).userErrors).toEqual([])
    expect((await scene.read(pending)).steps).toMatchObject([
      { status: 'APPROVED', decisions: [{ kind: 'APPROVE', decidedBy: approver, decidedFor: [] }] },
    ])
    await pass(2)
    expect(await told(pending.approval.id)).toEqual([
      'requested',
      'step_activated',
      'reminder_due',
      'escalated',
      'decision_recorded',
      'completed',
    ])
    await scene.archive(policy)
  }, 300_000)

  it('expires with its order when its time is over, and is not decided any more', async () => {
    const policy = await scene.policy('Expires', timed())
    const pending = await scene.pending()
    await pass(2.9)
    expect(await scene.state(pending)).toBe('PENDING_APPROVAL PENDING: ACTIVE')
    await pass(0.2)
    expect(await scene.state(pending)).toBe('EXPIRED EXPIRED: EXPIRED')
    const { steps } = await scene.read(pending)
    expect(steps[0].decisions).toMatchObject([
      { kind: 'EXPIRE', decidedBy: 'system', comment: expect.stringMatching(/^Step 1 was not decided by /) },
    ])
    const before = await scene.rows()
    for (const client of [scene.approver, scene.second]) {
      const { userErrors } = await scene.decide(client, pending)
      expect(userErrors).toMatchObject([{ code: 'APPROVAL_NOT_PENDING', path: ['approvalId'] }])
    }
    expect(await scene.rows()).toEqual(before)
    await scene.archive(policy)
  }, 300_000)

  it('is decided by a delegate until the delegation ends, in the name of whom it stands for', async () => {
    const policy = await scene.policy('Delegated', requires([[anyOf([approver])]]))
    const [first, next] = [await scene.pending(), await scene.pending()]
    const validTo = new Date(clock.now().getTime() + hour).toISOString()
    const away = { toUserId: second, validTo, idempotencyKey: key() }
    await scene.approver.done('approvalDelegationCreate', away, 'delegation { id }')
    expect((await scene.decide(scene.second, first)).userErrors).toEqual([])
    expect((await scene.read(first)).steps).toMatchObject([
      { status: 'APPROVED', decisions: [{ decidedBy: second, decidedFor: [{ id: approver }] }] },
    ])

    await pass(1)
    const before = await scene.rows()
    for (const client of [scene.second, scene.admin]) {
      const { userErrors } = await scene.decide(client, next)
      expect(userErrors).toMatchObject([{ code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] }])
    }
    expect(await scene.rows()).toEqual(before)
    expect(await scene.state(next)).toBe('PENDING_APPROVAL PENDING: ACTIVE')
    expect((await scene.decide(scene.approver, next)).userErrors).toEqual([])
    await scene.archive(policy)
  }, 300_000)
})
