import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ApiClient, type Json } from '../support/api-client.ts'
import { startApp, type TestApp } from '../support/app.ts'
import { approvalOf, completeDraft, customer, key, offerOf, submit, type Draft } from '../support/ordering.ts'
import { ownersRows } from '../support/owner-secrets.ts'

/** The seven ways around an approval that a peer left open; each is tried as a client would try it. */
describe('no way leads around an approval', () => {
  let app: TestApp
  let sales: ApiClient
  let admin: ApiClient
  let second: ApiClient
  let desk: ApiClient
  let stranger: ApiClient
  let sellerId: string
  let buyer: Json
  let offer: Json

  beforeAll(async () => {
    app = await startApp({ env: { ORDER_NUMBER_WAIT_MS: '10000' } })
    sales = await app.signedIn('sales@meridian.example')
    admin = await app.signedIn('admin@meridian.example')
    second = await app.signedIn('admin2@meridian.example')
    desk = await app.signedIn('desk@meridian.example')
    stranger = await app.signedIn('admin@harbor.example')
    const [row] = await app.sql<{ id: string }>(
      "SELECT seller_id AS id FROM app_user WHERE email = 'sales@meridian.example'",
    )
    sellerId = row?.id ?? ''
    buyer = await customer(sales, 'Spreebogen')
    offer = await offerOf(sales, '365 business prem')
  })
  afterAll(() => app.close())

  const draft = (client = sales) => completeDraft(client, { customer: buyer, offer })

  async function pending(client = sales): Promise<{ wanted: Draft; approval: Json }> {
    const wanted = await draft(client)
    await submit(client, wanted)
    return { wanted, approval: await approvalOf(second, wanted.orderId) }
  }

  const decision = (approval: Json, more: Json = {}) => ({
    approvalId: approval.id,
    expectedVersion: approval.version,
    idempotencyKey: key(),
    ...more,
  })

  const statusOf = async (orderId: string) =>
    (await app.sql<{ status: string }>('SELECT status FROM orders WHERE id = $1', [orderId]))[0]?.status

  /** Makes the attempts, each refused with its code, and finds every row of the seller as it was. */
  async function refused(attempts: Array<[attempt: () => Promise<Json>, code: string]>): Promise<void> {
    await app.quiet()
    const before = await ownersRows(app, sellerId)
    for (const [attempt, code] of attempts) {
      const { userErrors } = await attempt()
      expect((userErrors as Json[]).map((error) => error.code)).toEqual([code])
    }
    await app.quiet()
    expect(await ownersRows(app, sellerId)).toEqual(before)
  }

  const approve = (client: ApiClient, approval: Json, more: Json = {}) =>
    client.mutate('approvalApprove', decision(approval, more), 'order { status } approval { status }')

  /** What the order desk does with an order that is approved. */
  const fulfil = (orderId: string) =>
    desk.mutate(
      'orderLineFulfil',
      { orderId, lineNumber: 1, vendorReference: 'V-1', idempotencyKey: key() },
      'order { status }',
    )

  it('1: what was never asked for is not delivered', async () => {
    const wanted = await draft()
    await refused([
      [() => fulfil(wanted.orderId), 'ORDER_INVALID_TRANSITION'],
      [
        () =>
          desk.mutate('orderRetry', { orderId: wanted.orderId, idempotencyKey: key() }, 'order { status }'),
        'ORDER_INVALID_TRANSITION',
      ],
    ])
    const { wanted: asked } = await pending()
    await refused([[() => fulfil(asked.orderId), 'ORDER_INVALID_TRANSITION']])
  })

  it('2: what was rejected stays rejected, and is not delivered', async () => {
    const { wanted, approval } = await pending()
    const said = decision(approval, { comment: 'No budget.' })
    await admin.done('approvalReject', said, 'approval { status }')
    expect(await statusOf(wanted.orderId)).toBe('REJECTED')
    const again = { ...approval, version: approval.version + 1 }
    await refused([
      [() => fulfil(wanted.orderId), 'ORDER_INVALID_TRANSITION'],
      [() => approve(second, again), 'APPROVAL_NOT_PENDING'],
      [
        () =>
          second.mutate(
            'approvalOverride',
            decision(again, { kind: 'APPROVE', reason: 'Yes.' }),
            'order { id }',
          ),
        'APPROVAL_NOT_PENDING',
      ],
      [
        () =>
          sales.mutate(
            'orderSubmitForApproval',
            {
              orderId: wanted.orderId,
              expectedVersion: null,
              terms: { acceptedVersionIds: wanted.termsVersionIds },
              idempotencyKey: key(),
            },
            'order { id }',
          ),
        'ORDER_INVALID_TRANSITION',
      ],
    ])
  })

  it('3: what is approved is what was asked: it is not edited while it waits or afterwards, and another content is refused', async () => {
    const { wanted, approval } = await pending()
    const edit = () =>
      sales.mutate(
        'orderSelectItems',
        { orderId: wanted.orderId, items: [{ offerId: offer.id, quantity: '9' }] },
        'order { id }',
      )
    await refused([[edit, 'ORDER_INVALID_TRANSITION']])

    // Even if it had been edited: the approval is bound to the content.
    const quantity = (to: string) =>
      app.sql('UPDATE order_line SET quantity = $2 WHERE order_id = $1', [wanted.orderId, to])
    await quantity('9')
    await refused([
      [() => approve(admin, approval), 'APPROVAL_OUTDATED'],
      [
        () =>
          admin.mutate(
            'approvalOverride',
            decision(approval, { kind: 'APPROVE', reason: 'Yes.' }),
            'order { id }',
          ),
        'APPROVAL_OUTDATED',
      ],
    ])
    await quantity('5')
    expect((await approve(admin, approval)).userErrors).toEqual([])
    await refused([[edit, 'ORDER_INVALID_TRANSITION']])
  })

  it('4: nobody decides for another reseller', async () => {
    const { approval } = await pending()
    const named = { approvalId: approval.id }
    const as = { ...named, expectedVersion: approval.version, idempotencyKey: key() }
    await refused([
      [() => approve(stranger, approval), 'NOT_FOUND'],
      [() => stranger.mutate('approvalReject', { ...as, comment: 'No.' }, 'order { id }'), 'NOT_FOUND'],
      [
        () => stranger.mutate('approvalOverride', { ...as, kind: 'APPROVE', reason: 'Yes.' }, 'order { id }'),
        'NOT_FOUND',
      ],
      [
        () =>
          stranger.mutate(
            'approvalReassign',
            { ...as, toUserId: 'usr_x', reason: 'Mine.' },
            'approval { id }',
          ),
        'NOT_FOUND',
      ],
      [
        () =>
          stranger.mutate(
            'approvalApproverAdd',
            { ...as, userId: 'usr_x', place: 'AFTER', reason: 'Me.' },
            'approval { id }',
          ),
        'NOT_FOUND',
      ],
      [() => stranger.mutate('approvalWatcherAdd', named, 'approval { id }'), 'NOT_FOUND'],
      [
        () =>
          stranger.mutate(
            'approvalCommentAdd',
            { ...named, body: 'Hi.', idempotencyKey: key() },
            'comment { id }',
          ),
        'NOT_FOUND',
      ],
    ])
    const many = { kind: 'APPROVE', items: [{ ...named, expectedVersion: 1 }], idempotencyKey: key() }
    const { results } = await stranger.mutate('approvalsDecide', many, 'results { userErrors { code } }')
    expect(results).toEqual([{ userErrors: [{ code: 'NOT_FOUND' }] }])
    expect((await approve(admin, approval)).userErrors).toEqual([])
  })

  it('5: nobody decides what it asked for: not itself, nor over a place, a delegate, an override or many at once', async () => {
    const { approval } = await pending(admin)
    const [me] = await app.sql<{ id: string }>(
      "SELECT id FROM app_user WHERE email = 'admin@meridian.example'",
    )
    const self = () =>
      admin.mutate(
        'approvalOverride',
        decision(approval, { kind: 'APPROVE', reason: 'Mine.' }),
        'order { id }',
      )
    const handOver = () =>
      second.mutate(
        'approvalReassign',
        decision(approval, { toUserId: me?.id, reason: 'Yours.' }),
        'approval { id }',
      )
    const add = () =>
      second.mutate(
        'approvalApproverAdd',
        decision(approval, { userId: me?.id, place: 'AFTER', reason: 'You too.' }),
        'approval { id }',
      )
    const until = { toUserId: me?.id, idempotencyKey: key() }
    await second.done(
      'approvalDelegationCreate',
      { ...until, validTo: new Date(Date.now() + 86_400_000).toISOString() },
      'delegation { id }',
    )
    await refused([
      [() => approve(admin, approval), 'SELF_APPROVAL'],
      [self, 'SELF_APPROVAL'],
      [handOver, 'SELF_APPROVAL'],
      [add, 'SELF_APPROVAL'],
    ])
    expect((await approve(second, approval)).userErrors).toEqual([])
  })

  it('6: it is decided once: of two who decide at once, one is told why it came late', async () => {
    const { wanted, approval } = await pending()
    const reject = decision(approval, { comment: 'No.' })
    const answers = await Promise.all([
      approve(admin, approval),
      second.mutate('approvalReject', reject, 'order { status } approval { status }'),
    ])
    const codes = answers.map(({ userErrors }) => (userErrors as Json[]).map((error) => error.code as string))
    expect(codes.flat()).toEqual(['VERSION_CONFLICT'])
    const [row] = await app.sql<{ count: number }>(
      `SELECT count(*)::int AS count FROM approval_decision WHERE request_id = $1`,
      [approval.id],
    )
    expect(row).toEqual({ count: 1 })
    expect(['REJECTED', 'APPROVED', 'IN_FULFILLMENT', 'FULFILLED']).toContain(await statusOf(wanted.orderId))
    await refused([[() => approve(admin, approval), 'VERSION_CONFLICT']])
  })

  it('7: whoever lost the role, or was shut out, decides no more', async () => {
    const userId = await addDecider()
    const client = await signedInAs('boss@meridian.example')
    const { approval } = await pending()
    const [step] = await app.sql<{ named: boolean }>(
      'SELECT $2 = ANY (approver_ids) AS named FROM approval_step WHERE request_id = $1',
      [approval.id, userId],
    )
    expect(step).toEqual({ named: true })
    await admin.done('userSetRoles', { userId, roles: ['FINANCE'] }, 'user { id }')
    await app.quiet()
    const now = await approvalOf(admin, (await orderOf(approval)) ?? '')
    expect(now.version).toBe(approval.version + 1)
    await refused([[() => approve(client, now), 'FORBIDDEN']])
    await admin.done('userSetRoles', { userId, roles: ['RESELLER_ADMIN'] }, 'user { id }')
    await app.quiet()
    await refused([[() => approve(client, now), 'APPROVAL_NOT_ELIGIBLE']])
    expect((await approve(admin, now)).userErrors).toEqual([])
  })

  const orderOf = async (approval: Json) =>
    (
      await app.sql<{ id: string }>('SELECT order_id AS id FROM approval_request WHERE id = $1', [
        approval.id,
      ])
    )[0]?.id

  async function addDecider(): Promise<string> {
    const { user, invitationUrl } = await admin.done(
      'userInvite',
      {
        organizationId: sellerId,
        email: 'boss@meridian.example',
        firstName: 'Bo',
        lastName: 'Boss',
        roles: ['RESELLER_ADMIN'],
        idempotencyKey: key(),
      },
      'user { id } invitationUrl',
    )
    const token =
      /[?#&]token=([^&#]+)/.exec(invitationUrl)?.[1] ?? (invitationUrl as string).split('/').at(-1)
    await app.anonymous().done('invitationAccept', { token, password: 'a long enough password' }, 'token')
    return user.id as string
  }

  const signedInAs = (email: string) => ApiClient.signIn(app.url, email, 'a long enough password')
})
