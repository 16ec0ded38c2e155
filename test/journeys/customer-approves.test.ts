import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApiClient, Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { decisionTokenOf } from '../support/mailbox.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit } from '../support/ordering.ts'
import { ownersRows } from '../support/owner-secrets.ts'

describe('a policy that asks the customer', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  /** Who may decide for Spreebogen; who only reads there; who may decide for another customer. */
  let own: ApiClient
  let reader: ApiClient
  let sibling: ApiClient
  let sellerId: string
  let ownId: string
  let buyer: Json
  let offer: Json

  /** A user of a customer who can sign in with the password of the demo. */
  async function userOf(organizationId: string, role: string): Promise<{ id: string; client: ApiClient }> {
    const email = `${role.toLowerCase()}.${key()}@customer.example`
    const names = { firstName: 'Kim', lastName: 'Example' }
    const input = { organizationId, email, ...names, roles: [role], idempotencyKey: key() }
    const { user } = await admin.done('userInvite', input, 'user { id }')
    await app.sql(
      `UPDATE app_user SET status = 'ACTIVE', password_hash = d.password_hash
       FROM app_user d WHERE d.email = 'sales@meridian.example' AND app_user.id = $1`,
      [user.id],
    )
    return { id: user.id as string, client: await app.signedIn(email) }
  }

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
    const other = await customer(sales, 'Ahornfeld')
    ;({ id: ownId, client: own } = await userOf(buyer.id as string, 'CUSTOMER_APPROVER'))
    ;({ client: reader } = await userOf(buyer.id as string, 'CUSTOMER_ADMIN'))
    ;({ client: sibling } = await userOf(other.id as string, 'CUSTOMER_APPROVER'))
    const step = (position: number, anyOf: Json[]) => ({ position, allOf: [{ anyOf, minimumApprovals: 1 }] })
    const steps = [
      step(1, [{ kind: 'CUSTOMER_CONTACT' }]),
      step(2, [{ kind: 'ROLE', role: 'RESELLER_ADMIN' }]),
    ]
    const definition = { effect: 'REQUIRE_APPROVAL', steps }
    const made = { name: 'The customer agrees first', definition, idempotencyKey: key() }
    await admin.done('approvalPolicyCreate', made, 'policy { id }')
    ;[{ id: sellerId }] = (await app.sql<{ id: string }>(
      "SELECT seller_id AS id FROM app_user WHERE email = 'sales@meridian.example'",
    )) as [{ id: string }]
  })
  afterAll(() => app.close())

  async function pending(): Promise<{ orderId: string; approval: Json }> {
    const wanted = await completeDraft(sales, { customer: buyer, offer })
    await submit(sales, wanted)
    return { orderId: wanted.orderId, approval: await approvalOf(admin, wanted.orderId) }
  }
  const decision = (approval: Json, more: Json = {}) => ({
    approvalId: approval.id,
    expectedVersion: approval.version,
    idempotencyKey: key(),
    ...more,
  })
  const shown = `{ approvals(first: 20, where: { awaitingMyDecision: true }) { nodes {
    id allowedActions steps { position status approvers { id name } } } } }`

  it('waits in the inbox of its own approver, of nobody else, and goes on to the seller once it agrees', async () => {
    const { orderId, approval } = await pending()
    const inbox = async (client: ApiClient) =>
      ((await client.ask(shown)).approvals.nodes as Json[]).filter(({ id }) => id === approval.id)
    expect(await inbox(own)).toMatchObject([
      {
        allowedActions: ['APPROVE', 'REJECT', 'REQUEST_CHANGES'],
        steps: [
          { position: 1, status: 'ACTIVE', approvers: [{ id: ownId, name: 'Kim Example' }] },
          { position: 2, status: 'WAITING' },
        ],
      },
    ])
    for (const client of [reader, sibling, admin]) expect(await inbox(client)).toEqual([])

    const inside = { approvalId: approval.id, body: 'Between us: watch the margin.', idempotencyKey: key() }
    await admin.done('approvalCommentAdd', inside, 'comment { id }')
    await app.quiet()
    const before = await ownersRows(app, sellerId)
    const tries: Array<[client: ApiClient, code: string]> = [
      [reader, 'FORBIDDEN'],
      [sibling, 'NOT_FOUND'],
      [admin, 'APPROVAL_NOT_ELIGIBLE'],
    ]
    for (const [client, code] of tries)
      expect(
        (await client.mutate('approvalApprove', decision(approval), 'order { id }')).userErrors,
      ).toMatchObject([{ code }])
    expect(await ownersRows(app, sellerId)).toEqual(before)

    // What the seller alone sees, the customer does not see in the answer either.
    const fields = `order { status invoicePreview { marginTotal { amount } } }
      approval { status version comments { body } steps { status decisions { kind decidedBy channel } } }`
    const input = decision(approval)
    const first = await own.done('approvalApprove', input, fields)
    expect(first).toMatchObject({
      order: { status: 'PENDING_APPROVAL', invoicePreview: { marginTotal: null } },
      approval: {
        status: 'PENDING',
        comments: [],
        steps: [
          { status: 'APPROVED', decisions: [{ kind: 'APPROVE', decidedBy: ownId }] },
          { status: 'ACTIVE' },
        ],
      },
    })
    expect((await own.done('approvalApprove', input, fields)).approval.version).toBe(first.approval.version)
    const next = { ...approval, version: first.approval.version }
    const again = await own.mutate('approvalApprove', decision(next), 'order { id }')
    expect(again.userErrors).toMatchObject([{ code: 'APPROVAL_NOT_ELIGIBLE' }])
    const last = await admin.done('approvalApprove', decision(next), 'approval { status }')
    expect(last.approval.status).toBe('APPROVED')
    expect((await own.ask('query ($id: ID!) { order(id: $id) { id } }', { id: orderId })).order).toEqual({
      id: orderId,
    })
  })

  it('is decided by the link in the mail as well', async () => {
    const { orderId, approval } = await pending()
    const token = await decisionTokenOf(app, approval.id as string)
    const input = { token, decision: 'REJECT', comment: 'Too many.', expectedVersion: approval.version }
    expect(
      await app.anonymous().done('approvalLinkDecide', input, 'approvalStatus orderNumber'),
    ).toMatchObject({
      approvalStatus: 'REJECTED',
    })
    const { order } = await sales.ask('query ($id: ID!) { order(id: $id) { status } }', { id: orderId })
    expect(order.status).toBe('REJECTED')
  })

  it('opens nothing else to its approver', async () => {
    const { approval } = await pending()
    const { id: approvalId } = approval
    const tries: Array<[field: string, input: Json]> = [
      ['approvalReassign', decision(approval, { toUserId: ownId, reason: 'No' })],
      ['approvalApproverAdd', decision(approval, { userId: ownId, place: 'AFTER', reason: 'No' })],
      ['approvalPause', decision(approval, { reason: 'BUDGET' })],
      ['approvalCommentAdd', { approvalId, body: 'Why?', idempotencyKey: key() }],
      ['approvalOverride', decision(approval, { kind: 'APPROVE', reason: 'Mine' })],
      [
        'approvalDelegationCreate',
        { toUserId: ownId, validTo: '2027-06-01T00:00:00.000Z', idempotencyKey: key() },
      ],
    ]
    await app.quiet()
    const before = await ownersRows(app, sellerId)
    for (const [field, input] of tries) {
      const { userErrors } = await own.mutate(field, input, '__typename')
      expect([field, (userErrors as Json[]).map(({ code }) => code)]).toEqual([field, ['FORBIDDEN']])
    }
    expect(await ownersRows(app, sellerId)).toEqual(before)
  })

  it('asks an administrator once the customer’s approver is shut out', async () => {
    const { orderId, approval } = await pending()
    await admin.done('userDeactivate', { userId: ownId, force: true }, 'user { status }')
    await app.quiet()
    const now = await approvalOf(admin, orderId)
    expect(now.version).toBe((approval.version as number) + 1)
    const done = await admin.done('approvalApprove', decision(now), 'approval { status steps { status } }')
    expect(done.approval.steps[0]).toEqual({ status: 'APPROVED' })
  })
})
