import type { ApiClient } from './api-client.ts'
import { key } from './ordering.ts'

/** Makes and changes a policy, and whom policies ask. */
export async function changePolicies(admin: ApiClient): Promise<void> {
  const warning = { effect: 'WARN', message: 'Careful.' }
  const made = { name: 'Audit', definition: warning, idempotencyKey: key() }
  const { policy } = await admin.done('approvalPolicyCreate', made, 'policy { id version }')
  const change = { policyId: policy.id, expectedVersion: policy.version, isActive: false }
  await admin.done('approvalPolicyUpdate', change, 'policy { id }')
  await admin.done('approvalPolicyArchive', { policyId: policy.id }, 'policy { id }')
  const { viewer } = await admin.ask('{ viewer { id } }')
  const members = { name: 'Audit', memberIds: [viewer.id], idempotencyKey: key() }
  const { approverGroup } = await admin.done('approverGroupCreate', members, 'approverGroup { id version }')
  const renamed = { groupId: approverGroup.id, expectedVersion: approverGroup.version, name: 'Audited' }
  await admin.done('approverGroupUpdate', renamed, 'approverGroup { id }')
  const owner = { kind: 'COST_CENTER_OWNER', subject: 'IT-1', userId: viewer.id }
  await admin.done('responsiblePersonSet', owner, 'responsiblePerson { id }')
  await admin.done('exchangeRateSet', { currency: 'CHF', rate: '1.07' }, 'exchangeRate { id }')
}
