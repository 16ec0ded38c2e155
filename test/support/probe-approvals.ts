import type { ApiClient, Json } from './api-client.ts'
import { linkDecision } from './mailbox.ts'
import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

/** A mutation that its owner can make this very moment. */
export interface OwnersCall {
  client: ApiClient
  input: Json
}

export type Prepare = (world: ProbeWorld) => Promise<OwnersCall> | OwnersCall

/** The call of this client. */
export const by = (client: ApiClient, input: Json): OwnersCall => ({ client, input })

/** A decision about an order that waits for it. */
const deciding =
  (more: Json = {}): Prepare =>
  async (world) => {
    const { approval } = await world.pending()
    const { id: approvalId, version: expectedVersion } = approval
    return by(world.admin, { approvalId, expectedVersion, idempotencyKey: key(), ...more })
  }

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString()

/** A request whose time stands still. */
const paused: Prepare = async (world) => {
  const { input } = await deciding({ reason: 'OTHER', note: `Wait ${mark}` })(world)
  const { approval } = await world.admin.done('approvalPause', input, 'approval { version }')
  const { approvalId } = input
  return by(world.admin, { approvalId, expectedVersion: approval.version, idempotencyKey: key() })
}

/** A policy that applies to no order. */
async function freshPolicy({ admin }: ProbeWorld): Promise<Json> {
  const definition = { effect: 'WARN', message: `M-${mark}`, validTo: '2020-01-01T00:00:00.000Z' }
  const input = { name: key(), definition, idempotencyKey: key() }
  const { policy } = await admin.done('approvalPolicyCreate', input, 'policy { id version }')
  return policy
}

async function decidersOf({ app, sellerId }: ProbeWorld): Promise<string[]> {
  const rows = await app.sql<{ id: string }>(
    `SELECT id FROM app_user WHERE seller_id = $1 AND status = 'ACTIVE' AND 'RESELLER_ADMIN' = ANY (roles) ORDER BY id`,
    [sellerId],
  )
  return rows.map(({ id }) => id)
}

/** Somebody who may decide, and whom no request names. */
async function freshDecider(world: ProbeWorld): Promise<string> {
  const input = {
    organizationId: world.sellerId,
    email: `${key()}@${mark}.example`,
    firstName: `A-${mark}`,
    lastName: `B-${mark}`,
    roles: ['APPROVER'],
    idempotencyKey: key(),
  }
  const { user } = await world.admin.done('userInvite', input, 'user { id }')
  await world.app.sql(`UPDATE app_user SET status = 'ACTIVE' WHERE id = $1`, [user.id])
  return user.id as string
}

const delegating = async (world: ProbeWorld): Promise<OwnersCall> =>
  by(world.admin, {
    toUserId: await freshDecider(world),
    policyId: world.ids['approvalPolicy']?.[0],
    customerId: world.buyer.id,
    validTo: '2027-06-01T00:00:00.000Z',
    idempotencyKey: key(),
  })

/** How the owner comes to make each mutation of approvals, and of who decides them. */
export const approvalCalls: Readonly<Record<string, Prepare>> = {
  approvalPolicyArchive: async (world) => by(world.admin, { policyId: (await freshPolicy(world)).id }),
  approvalPolicyCreate: ({ admin }) =>
    by(admin, { name: key(), definition: { effect: 'WARN', message: `M-${mark}` }, idempotencyKey: key() }),
  approvalPolicyUpdate: async (world) => {
    const { id: policyId, version: expectedVersion } = await freshPolicy(world)
    return by(world.admin, { policyId, expectedVersion, passesDown: false })
  },
  approverGroupCreate: async (world) =>
    by(world.admin, { name: key(), memberIds: await decidersOf(world), idempotencyKey: key() }),
  approverGroupUpdate: async (world) => {
    const made = { name: key(), memberIds: await decidersOf(world), idempotencyKey: key() }
    const { approverGroup } = await world.admin.done(
      'approverGroupCreate',
      made,
      'approverGroup { id version }',
    )
    const { id: groupId, version: expectedVersion } = approverGroup
    return by(world.admin, { groupId, expectedVersion, name: key() })
  },
  approvalApprove: deciding({ comment: `Yes ${mark}` }),
  approvalApproverAdd: async (world) => {
    const userId = await freshDecider(world)
    return deciding({ userId, place: 'AFTER', reason: `A-${mark}` })(world)
  },
  approvalCommentAdd: async (world) => {
    const { approval } = await world.pending()
    return by(world.admin, { approvalId: approval.id, body: `C-${mark}`, idempotencyKey: key() })
  },
  approvalDelegationCreate: delegating,
  approvalDelegationEnd: async (world) => {
    const { client, input } = await delegating(world)
    const { delegation } = await client.done('approvalDelegationCreate', input ?? {}, 'delegation { id }')
    return by(client, { delegationId: delegation.id })
  },
  approvalOverride: deciding({ kind: 'APPROVE', reason: `O-${mark}` }),
  approvalReassign: async (world) => {
    const { approval } = await world.pending()
    const toUserId = await freshDecider(world)
    const { id: approvalId, version: expectedVersion } = approval
    const [fromUserId] = await decidersOf(world)
    const reason = `H-${mark}`
    return by(world.admin, {
      approvalId,
      expectedVersion,
      fromUserId,
      toUserId,
      reason,
      idempotencyKey: key(),
    })
  },
  approvalsDecide: async (world) => {
    const { approval } = await world.pending()
    const items = [{ approvalId: approval.id, expectedVersion: approval.version }]
    return by(world.admin, { kind: 'APPROVE', comment: `S-${mark}`, items, idempotencyKey: key() })
  },
  approvalWatcherAdd: async (world) => by(world.admin, { approvalId: (await world.pending()).approval.id }),
  approvalWatcherRemove: async (world) => {
    const input = { approvalId: (await world.pending()).approval.id }
    await world.admin.done('approvalWatcherAdd', input, 'approval { id }')
    return by(world.admin, input)
  },
  approvalLinkDecide: async (world) => {
    const { approval } = await world.pending()
    return by(world.app.anonymous(), await linkDecision(world.app, approval.id, approval.version))
  },
  approvalPause: deciding({ reason: 'OTHER', note: `Wait ${mark}`, until: inAWeek() }),
  approvalResume: paused,
  approvalReject: deciding({ comment: `No ${mark}` }),
  approvalRequestChanges: deciding({ comment: `Again ${mark}`, stage: 'SELECT_ITEMS' }),
  userSetRoles: async (world) =>
    by(world.admin, { userId: await freshDecider(world), roles: ['ORDER_DESK'] }),
  responsiblePersonSet: async (world) =>
    by(world.admin, {
      kind: 'COST_CENTER_OWNER',
      subject: `${key()}-${mark}`,
      userId: (await decidersOf(world))[0],
    }),
}
