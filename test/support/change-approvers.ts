import { expect } from 'vitest'
import type { ApiClient, Json } from './api-client.ts'
import type { TestApp } from './app.ts'
import { key } from './ordering.ts'

/** Changes the people of approvals in every way there is: by hand over, delegation, override and many at once. */
export async function changeApprovers(world: {
  app: TestApp
  admin: ApiClient
  pending: () => Promise<{ decision: Json }>
}): Promise<void> {
  const { app, admin, pending } = world
  const [one] = await app.sql<{ id: string }>(
    `SELECT id FROM app_user WHERE email = 'approver@meridian.example'`,
  )
  const userId = one?.id
  const first = await pending()
  const { approvalId } = first.decision
  const place = { ...first.decision, userId, place: 'AFTER', reason: 'Knows it', idempotencyKey: key() }
  await admin.done('approvalApproverAdd', place, 'approval { id }')
  await admin.done('approvalWatcherAdd', { approvalId }, 'approval { id }')
  await admin.done('approvalWatcherRemove', { approvalId }, 'approval { id }')
  await admin.done(
    'approvalCommentAdd',
    { approvalId, body: 'Why?', idempotencyKey: key() },
    'comment { id }',
  )
  const over = { approvalId, expectedVersion: 2, kind: 'APPROVE', reason: 'Urgent', idempotencyKey: key() }
  await admin.done('approvalOverride', over, 'order { id }')

  const second = await pending()
  const handed = { ...second.decision, toUserId: userId, reason: 'On leave', idempotencyKey: key() }
  await admin.done('approvalReassign', handed, 'approval { id }')
  const third = await pending()
  const many = { kind: 'APPROVE', items: [third.decision], idempotencyKey: key() }
  const { results } = await admin.done('approvalsDecide', many, 'results { userErrors { code } }')
  expect(results).toEqual([{ userErrors: [] }])

  const validTo = new Date(Date.now() + 86_400_000).toISOString()
  const away = { toUserId: userId, validTo, idempotencyKey: key() }
  const { delegation } = await admin.done('approvalDelegationCreate', away, 'delegation { id }')
  await admin.done('approvalDelegationEnd', { delegationId: delegation.id }, 'delegation { id }')
  const [desks] = await app.sql<{ id: string }>(
    `SELECT id FROM app_user WHERE email = 'desk@meridian.example'`,
  )
  const roles = { userId: desks?.id, roles: ['ORDER_DESK', 'FINANCE'] }
  await admin.done('userSetRoles', roles, 'user { id }')
}
