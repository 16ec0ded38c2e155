import type { Bundle, Create, ZObject } from 'zapier-platform-core'
import { accepted } from '../accepted.ts'
import { approvalSample } from '../approval-sample.ts'
import { ask } from '../ask.ts'
import { decisionFields } from '../fields.ts'
import { ApprovalApproveDocument, ApprovalRejectDocument } from '../generated/operations.ts'
import { inputText } from '../input-text.ts'
import { outputFieldsOf } from '../output-fields.ts'

function decisionOf(bundle: Bundle, word: string) {
  const approvalId = inputText(bundle.inputData, 'approvalId') ?? ''
  const expectedVersion = Number(bundle.inputData['expectedVersion'])
  return {
    approvalId,
    expectedVersion,
    comment: inputText(bundle.inputData, 'comment'),
    idempotencyKey: `zapier-${word}-${approvalId}-${expectedVersion}`,
  }
}

/** Approves in the name of the API key. */
const approveOrder = {
  key: 'approve_order',
  noun: 'Approval',
  display: { label: 'Approve Order', description: 'Approves an approval request as it was seen.' },
  operation: {
    inputFields: [...decisionFields, { key: 'comment', label: 'Comment', type: 'text', required: false }],
    async perform(z: ZObject, bundle: Bundle) {
      const input = decisionOf(bundle, 'approve')
      const { approvalApprove } = await ask({ z, bundle }, ApprovalApproveDocument, { input })
      return { ...accepted(z, approvalApprove).approval }
    },
    sample: { ...approvalSample },
    outputFields: outputFieldsOf(approvalSample),
  },
} satisfies Create

/** Rejects in the name of the API key. */
const rejectOrder = {
  key: 'reject_order',
  noun: 'Approval',
  display: { label: 'Reject Order', description: 'Rejects an approval request, with the reason.' },
  operation: {
    inputFields: [
      ...decisionFields,
      {
        key: 'comment',
        label: 'Reason',
        type: 'text',
        required: true,
        helpText: 'Whoever ordered reads it.',
      },
    ],
    async perform(z: ZObject, bundle: Bundle) {
      const input = decisionOf(bundle, 'reject')
      const { approvalReject } = await ask({ z, bundle }, ApprovalRejectDocument, { input })
      return { ...accepted(z, approvalReject).approval }
    },
    sample: { ...approvalSample },
    outputFields: outputFieldsOf(approvalSample),
  },
} satisfies Create

/** What an approver can do. */
export const decisions = [approveOrder, rejectOrder]
