import type { ApprovalFieldsFragment } from './generated/operations.ts'

/** An approval request as actions and searches answer with it. */
export const approvalSample: ApprovalFieldsFragment = {
  id: 'apr_06f3k8z0000000000000000004',
  version: 1,
  status: 'PENDING',
  reason: 'Policy "Large orders": totalContractValue 12000.00 EUR (at least 10000 EUR).',
  orderId: 'ord_06f3k8z0000000000000000002',
  revision: 1,
  requestedAt: '2026-11-23T09:30:02.000Z',
  decidedAt: null,
  requester: { id: 'usr_06f3k8z0000000000000000005', email: 'sales@reseller.example' },
}
