import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, type Draft } from '../support/ordering.ts'

describe('decisions', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let second: ApiClient
  let buyer: Json
  let offer: Json
  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    second = await app.signedIn('admin2@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  async function pending(): Promise<{ wanted: Draft; approval: Json }> {
    const wanted = await completeDraft(sales, { customer: buyer, offer })
    await submit(sales, wanted)
    return { wanted, approval: await approvalOf(admin, wanted.orderId) }
  }
  const of = (approval: Json, more: Json = {}) => ({
    approvalId: approval.id,
    expectedVersion: approval.version,
    idempotencyKey: key(),
    ...more,
  })
  const idOf = async (email: string) =>
    (await app.sql<{ id: string }>('SELECT id FROM app_user WHERE email = $1', [email]))[0]?.id ?? ''
  const read = async (approval: Json) =>
    (
      await admin.ask(
        `query ($id: ID!) { approval(id: $id) { status version steps { position status decisions {
           kind decidedBy isOverride lineNumbers stage carriedFrom } } } }`,
        { id: approval.id },
      )
    ).approval

  it('on many at once are each by itself: what is refused leaves the others, and a repeat answers alike', async () => {
    const [one, stale, two] = [await pending(), await pending(), await pending()]
    const item = ({ approval }: { approval: Json }, ahead = 0) => ({
      approvalId: approval.id,
      expectedVersion: approval.version + ahead,
    })
    const input = { kind: 'APPROVE', items: [item(one), item(stale, 5), item(two)], idempotencyKey: key() }
    const fields = 'results { approvalId approval { status } userErrors { code path } }'
    const first = await admin.done('approvalsDecide', input, fields)
    expect(first.results).toEqual([
      { approvalId: one.approval.id, approval: { status: 'APPROVED' }, userErrors: [] },
      {
        approvalId: stale.approval.id,
        approval: null,
        userErrors: [{ code: 'VERSION_CONFLICT', path: ['expectedVersion'] }],
      },
      { approvalId: two.approval.id, approval: { status: 'APPROVED' }, userErrors: [] },
    ])
    expect(await admin.done('approvalsDecide', input, fields)).toEqual(first)
    expect(await read(stale.approval)).toMatchObject({ status: 'PENDING', version: stale.approval.version })

    const all = async (items: Json[]) =>
      (await admin.mutate('approvalsDecide', { ...input, items, idempotencyKey: key() }, fields)).userErrors
    expect(await all([])).toMatchObject([{ code: 'APPROVALS_MISSING' }])
    expect(await all([item(one), item(one)])).toMatchObject([{ code: 'APPROVAL_REPEATED' }])
    expect(
      await all(Array.from({ length: 101 }, (_, at) => ({ ...item(one), approvalId: `apr_${at}` }))),
    ).toMatchObject([{ code: 'TOO_MANY' }])
  })

  it('of an administrator in place of the approvers end all steps, say why, and are marked', async () => {
    const { approval } = await pending()
    const userId = await idOf('approver@meridian.example')
    await sales.done(
      'approvalApproverAdd',
      of(approval, { userId, place: 'BEFORE', reason: 'Knows it.' }),
      'approval { id }',
    )
    const now = { ...approval, version: approval.version + 1 }
    const override = (reason: string) =>
      admin.mutate(
        'approvalOverride',
        of(now, { kind: 'APPROVE', reason }),
        'order { status } approval { status }',
      )
    expect((await override(' ')).userErrors).toMatchObject([{ code: 'TEXT_EMPTY', path: ['reason'] }])
    const byAgent = await sales.mutate(
      'approvalOverride',
      of(now, { kind: 'APPROVE', reason: 'Yes.' }),
      'order { id }',
    )
    expect(byAgent.userErrors).toMatchObject([{ code: 'FORBIDDEN' }])
    expect(await read(approval)).toMatchObject({ status: 'PENDING', version: now.version })
    expect((await override('Urgent.')).approval).toEqual({ status: 'APPROVED' })
    const { steps } = await read(approval)
    expect(steps.map(({ status }: Json) => status)).toEqual(['APPROVED', 'SKIPPED'])
    expect(steps[0].decisions).toMatchObject([{ kind: 'APPROVE', isOverride: true }])
  })

  it('that ask for changes name the lines; a line that is not there is refused', async () => {
    const { approval } = await pending()
    const ask = (lineNumbers: number[]) =>
      admin.mutate(
        'approvalRequestChanges',
        of(approval, { comment: 'Fewer.', stage: 'SELECT_ITEMS', lineNumbers }),
        'order { status }',
      )
    expect((await ask([1, 7])).userErrors).toMatchObject([
      { code: 'LINE_NOT_FOUND', path: ['lineNumbers', '1'] },
    ])
    expect(await read(approval)).toMatchObject({ status: 'PENDING', version: approval.version })
    expect((await ask([1, 1])).order).toEqual({ status: 'CHANGES_REQUESTED' })
    expect((await read(approval)).steps[0].decisions).toMatchObject([
      { kind: 'REQUEST_CHANGES', lineNumbers: [1], stage: 'SELECT_ITEMS' },
    ])
  })

  describe('of two steps by a policy', () => {
    let policy: Json
    const stepOf = (position: number, userId: string) => ({
      position,
      allOf: [{ anyOf: [{ kind: 'USER', userId }], minimumApprovals: 1 }],
    })
    async function save(reapproval: string): Promise<void> {
      const steps = [
        stepOf(1, await idOf('admin@meridian.example')),
        stepOf(2, await idOf('admin2@meridian.example')),
      ]
      const definition = { effect: 'REQUIRE_APPROVAL', steps, reapproval }
      const made = { name: `Two steps ${reapproval}`, definition, idempotencyKey: key() }
      policy = (await admin.done('approvalPolicyCreate', made, 'policy { id version }')).policy
    }
    /** Agreed by the first, returned by the second, resubmitted: with another quantity where one is given. */
    async function resubmitted(quantity: string | null): Promise<Json> {
      const { wanted, approval } = await pending()
      await admin.done('approvalApprove', of(approval), 'order { id }')
      const next = { ...approval, version: approval.version + 1 }
      const back = await second.done(
        'approvalRequestChanges',
        of(next, { comment: 'Sure?' }),
        'order { version }',
      )
      let { version } = back.order
      const { orderId } = wanted
      if (quantity) {
        const items = [{ offerId: offer.id, quantity }]
        await sales.done('orderSelectItems', { orderId, items }, 'order { id }')
        const values = [{ key: 'adminEmail', value: 'it@customer.example' }]
        const saved = await sales.done('orderSetProvisioning', { orderId, values }, 'order { version }')
        version = saved.order.version
      }
      const terms = { acceptedVersionIds: wanted.termsVersionIds }
      const again = { orderId, expectedVersion: version, idempotencyKey: key(), terms }
      await sales.done('orderSubmitForApproval', again, 'order { id }')
      return approvalOf(second, orderId)
    }
    const statuses = async (approval: Json) => (await read(approval)).steps.map(({ status }: Json) => status)

    it('keep what was agreed when nothing material changed, and show it as carried', async () => {
      await save('KEEP_IF_NOT_MATERIAL')
      const approval = await resubmitted(null)
      const { steps } = await read(approval)
      expect(steps.map(({ status }: Json) => status)).toEqual(['APPROVED', 'ACTIVE'])
      expect(steps[0].decisions).toMatchObject([
        {
          kind: 'APPROVE',
          decidedBy: await idOf('admin@meridian.example'),
          carriedFrom: expect.stringMatching(/^apd_/),
        },
      ])
      const done = await second.done('approvalApprove', of(approval), 'approval { status }')
      expect(done.approval.status).toBe('APPROVED')
    }, 300_000)

    it('start again when something material changed, or when another policy of the step says so', async () => {
      expect(await statuses(await resubmitted('9'))).toEqual(['ACTIVE', 'WAITING'])
      const kept = policy
      await save('RESTART_ALL')
      expect(await statuses(await resubmitted(null))).toEqual(['ACTIVE', 'WAITING'])
      for (const { id: policyId } of [kept, policy])
        await admin.done('approvalPolicyArchive', { policyId }, 'policy { id }')
    }, 300_000)
  })
})
