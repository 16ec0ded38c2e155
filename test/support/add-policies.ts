import type { Json } from './api-client.ts'
import { key } from './ordering.ts'
import { mark } from './owner-secrets.ts'
import type { ProbeWorld } from './probe-world.ts'

const comparison = {
  fact: 'totalContractValue',
  operator: 'AT_LEAST',
  values: ['999999999'],
  currency: 'USD',
}

/** A condition of every form, which no order meets. */
const condition = {
  all: [
    comparison,
    { any: [comparison, { fact: 'costCenter', operator: 'ANY_OF', values: [`K-${mark}`] }] },
    { not: { fact: 'customerIsNew', operator: 'EQUAL', values: ['true'] } },
  ],
}

/** A group of approvers, a rate, and policies that say everything a policy can say; the one that warns applies to all. */
export async function addPolicies({ admin, app, sellerId }: ProbeWorld): Promise<void> {
  const [boss] = await app.sql<{ id: string }>(
    `SELECT id FROM app_user WHERE seller_id = $1 AND 'RESELLER_ADMIN' = ANY (roles) ORDER BY id LIMIT 1`,
    [sellerId],
  )
  const userId = boss?.id ?? ''
  const group = { name: `G-${mark}`, memberIds: [userId], idempotencyKey: key() }
  const { approverGroup } = await admin.done('approverGroupCreate', group, 'approverGroup { id }')
  await admin.done('exchangeRateSet', { currency: 'USD', rate: '0.91234567' }, 'exchangeRate { id }')
  const owner = { kind: 'COST_CENTER_OWNER', subject: `K-${mark}`, userId }
  await admin.done('responsiblePersonSet', owner, 'responsiblePerson { id }')
  const anyOf = [
    { kind: 'USER', userId },
    { kind: 'ROLE', role: 'RESELLER_ADMIN', atPolicyOwner: true },
    { kind: 'GROUP', groupId: approverGroup.id },
  ]
  const sla = {
    remindAfter: 'PT4H',
    escalateAfter: 'P1D',
    escalateTo: anyOf[1],
    expireAfter: 'P2D',
    onTimeout: 'RETURN',
  }
  const save = (name: string, definition: Json) =>
    admin.done(
      'approvalPolicyCreate',
      { name: `${name}-${mark}`, definition, idempotencyKey: key() },
      'policy { id }',
    )
  await save('R', {
    description: `D-${mark}`,
    triggers: ['NEW_PAID'],
    requesterRoles: ['SALES_AGENT'],
    exceptUserIds: [userId],
    condition,
    effect: 'REQUIRE_APPROVAL',
    steps: [{ position: 1, allOf: [{ anyOf, minimumApprovals: 1 }], sla }],
    selfApproval: 'ALLOW_UNDER',
    selfApprovalUnder: { amount: '500.00', currency: 'EUR' },
    reapproval: 'KEEP_IF_NOT_MATERIAL',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2036-01-01T00:00:00.000Z',
  })
  await save('W', { effect: 'WARN', message: `M-${mark}` })
  await save('A', { effect: 'WARN', message: `A-${mark}`, condition: { any: [comparison] } })
  const anyLine = { fact: 'lineCount', operator: 'AT_LEAST', values: ['0'] }
  await save('O', { effect: 'WARN', message: `O-${mark}`, condition: { not: anyLine } })
  // Two that say the same are warned of.
  await save('N', { effect: 'NOTIFY', watchers: [anyOf[0]] })
  await save('T', { effect: 'NOTIFY', watchers: [anyOf[0]] })
  const [stand] = await app.sql<{ id: string }>(
    `SELECT id FROM app_user WHERE seller_id = $1 AND 'APPROVER' = ANY (roles) ORDER BY id LIMIT 1`,
    [sellerId],
  )
  const validTo = '2027-06-01T00:00:00.000Z'
  const away = { toUserId: stand?.id, validTo, idempotencyKey: key() }
  await admin.done('approvalDelegationCreate', away, 'delegation { id }')
}
