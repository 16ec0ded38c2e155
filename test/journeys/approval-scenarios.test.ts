import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { anyOf, ApprovalScene, requires, type Pending } from '../support/approval-scene.ts'
import { submit, until } from '../support/ordering.ts'

const waiting = 'PENDING_APPROVAL PENDING: ACTIVE'

/**
 * Who is asked, and when they have agreed. Resubmissions and decisions on many at once are in `decisions`, races of
 * approve, reject and withdraw in `approval-races`.
 */
describe('the approvers of an order', () => {
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

  const ids = (...people: string[]) => people.toSorted().map((id) => ({ id }))
  const group = (minimumApprovals: number, ...people: string[]) => ({
    minimumApprovals,
    approvers: ids(...people),
  })
  const of = (name: string, message = `Policy "${name}".`) => ({
    rule: 'POLICY',
    message,
    policy: { name, version: 1 },
  })
  /** What routing says of a step, whether it is foreseen or open. */
  const asked = ({ position, reasons, groups }: Json) => ({ position, reasons, groups })

  /** Submits what the preview was read of, and finds the request to ask for the same. */
  async function asForeseen(): Promise<{ foreseen: Json; pending: Pending }> {
    const draft = await scene.draft()
    const foreseen = await scene.preview(draft)
    await submit(scene.sales, draft)
    const order = await until(scene.sales, draft.orderId, ({ status }) => status === 'PENDING_APPROVAL')
    const [approval] = (
      await scene.admin.ask('query ($id: ID!) { order(id: $id) { approvals { id version } } }', {
        id: order.id,
      })
    ).order.approvals
    const pending = { draft, approval }
    const { steps } = await scene.read(pending)
    expect(steps.map(asked)).toEqual(foreseen.steps.map(asked))
    return { foreseen, pending }
  }
  const approve = async (client: typeof scene.admin, pending: Pending) =>
    expect((await scene.decide(client, pending)).userErrors).toEqual([])

  it('are the administrators, one of whom suffices, where no policy says anything', async () => {
    const { foreseen, pending } = await asForeseen()
    const message = 'Every order needs an administrator of the reseller who is not its requester.'
    expect(foreseen).toEqual({
      outcome: 'REQUIRE_APPROVAL',
      reason: message,
      problem: null,
      steps: [
        {
          position: 1,
          reasons: [{ rule: 'DEFAULT_ADMINISTRATOR', message, policy: null }],
          groups: [group(1, admin, second)],
        },
      ],
    })
    const before = await scene.rows()
    const { userErrors } = await scene.decide(scene.approver, pending)
    expect(userErrors).toMatchObject([{ code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] }])
    expect(await scene.rows()).toEqual(before)
    await approve(scene.second, pending)
    expect(await scene.read(pending)).toMatchObject({
      status: 'APPROVED',
      steps: [{ status: 'APPROVED', decisions: [{ kind: 'APPROVE', decidedBy: second }] }],
    })
  })

  it('of two policies that overlap are asked once, and both policies are given as reasons', async () => {
    const policies = [
      await scene.policy('Money', requires([[anyOf([admin, approver])], [anyOf([second])]])),
      await scene.policy('People', requires([[anyOf([approver, admin]), anyOf([approver])]])),
    ]
    const { foreseen, pending } = await asForeseen()
    expect(foreseen.steps).toEqual([
      {
        position: 1,
        reasons: [of('Money'), of('People')],
        groups: [group(1, admin, approver), group(1, approver)],
      },
      { position: 2, reasons: [of('Money')], groups: [group(1, second)] },
    ])
    expect(foreseen.reason).toBe('Policy "Money". Policy "People". Policy "Money".')
    // Asked by both policies, and in two groups: one word of it is enough.
    await approve(scene.approver, pending)
    expect(await scene.state(pending)).toBe('PENDING_APPROVAL PENDING: APPROVED ACTIVE')
    await approve(scene.second, pending)
    expect(await scene.read(pending)).toMatchObject({ status: 'APPROVED' })
    await scene.archive(...policies)
  }, 300_000)

  it('of a step of groups are one of each group', async () => {
    const policy = await scene.policy('Both', requires([[anyOf([admin, second]), anyOf([approver])]]))
    const { foreseen, pending } = await asForeseen()
    expect(foreseen.steps).toEqual([
      { position: 1, reasons: [of('Both')], groups: [group(1, admin, second), group(1, approver)] },
    ])
    await approve(scene.admin, pending)
    // A second one of the same group adds nothing.
    await approve(scene.second, pending)
    expect(await scene.state(pending)).toBe(waiting)
    await approve(scene.approver, pending)
    const { status, steps } = await scene.read(pending)
    expect(status).toBe('APPROVED')
    expect(steps[0].decisions.map(({ decidedBy }: Json) => decidedBy)).toEqual([admin, second, approver])
    await scene.archive(policy)
  }, 300_000)

  it('of a quorum are as many different people as it says, and one who rejects ends it', async () => {
    const policy = await scene.policy('Two', requires([[anyOf([admin, second, approver], 2)]]))
    const { foreseen, pending } = await asForeseen()
    expect(foreseen.steps).toEqual([
      { position: 1, reasons: [of('Two')], groups: [group(2, admin, second, approver)] },
    ])
    await approve(scene.admin, pending)
    // The same one twice is still one.
    await scene.decide(scene.admin, pending)
    expect(await scene.state(pending)).toBe(waiting)
    await approve(scene.approver, pending)
    expect(await scene.read(pending)).toMatchObject({ status: 'APPROVED' })

    const other = await scene.pending()
    await approve(scene.admin, other)
    const said = await scene.decide(scene.second, other, { mutation: 'approvalReject', comment: 'No.' })
    expect(said).toMatchObject({ userErrors: [], order: { status: 'REJECTED' } })
    expect(await scene.state(other)).toBe('REJECTED REJECTED: REJECTED')
    await scene.archive(policy)
  }, 300_000)

  it('stay those of the policy as it was when they were asked, whatever becomes of it meanwhile', async () => {
    const { id: policyId, version } = await scene.policy('Edited', requires([[anyOf([approver])]]))
    const pending = await scene.pending()
    const before = await scene.read(pending)
    const change = {
      policyId,
      expectedVersion: version,
      definition: requires([[anyOf([admin])], [anyOf([second])]]),
    }
    await scene.admin.done('approvalPolicyUpdate', change, 'policy { version }')
    await app.quiet()
    expect(await scene.read(pending)).toEqual(before)
    expect(before.steps.map(asked)).toEqual([
      { position: 1, reasons: [of('Edited')], groups: [group(1, approver)] },
    ])
    const rows = await scene.rows()
    const { userErrors } = await scene.decide(scene.admin, pending)
    expect(userErrors).toMatchObject([{ code: 'APPROVAL_NOT_ELIGIBLE', path: ['approvalId'] }])
    expect(await scene.rows()).toEqual(rows)

    // The next order is asked for by the new version; archiving it changes nothing of either.
    const next = await scene.pending()
    await scene.archive({ id: policyId })
    await app.quiet()
    const reasons = [{ ...of('Edited'), policy: { name: 'Edited', version: 2 } }]
    expect((await scene.read(next)).steps.map(asked)).toEqual([
      { position: 1, reasons, groups: [group(1, admin)] },
      { position: 2, reasons, groups: [group(1, second)] },
    ])
    await approve(scene.approver, pending)
    expect(await scene.read(pending)).toMatchObject({ status: 'APPROVED' })
  })
})
