import { describe, expect, it } from 'vitest'
import { allowedActions, type ViewerFacts } from '../../src/orders/allowed-actions.rules.ts'
import { OrderStatus, type OrderAction } from '../../src/orders/order-status.ts'

const nobody: ViewerFacts = {
  status: 'DRAFT',
  roles: [],
  isRequester: false,
  isEligibleApprover: false,
  hasNumber: true,
  anyLineQueued: false,
  approvalSubmission: 'AUTOMATIC',
}

const requester: Partial<ViewerFacts> = { roles: ['SALES_AGENT'], isRequester: true }
const admin: Partial<ViewerFacts> = { roles: ['RESELLER_ADMIN'] }
const desk: Partial<ViewerFacts> = { roles: ['ORDER_DESK'] }
const EDIT: OrderAction[] = ['SELECT_ITEMS', 'SET_CONTACTS', 'SET_PROVISIONING']

describe('what a viewer may do', () => {
  it.each<[string, Partial<ViewerFacts>, OrderAction[]]>([
    [
      'requester, draft',
      { ...requester, hasNumber: false },
      [...EDIT, 'SUBMIT', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    [
      'administrator, draft of another',
      { ...admin, hasNumber: false },
      [...EDIT, 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    ['colleague, draft of another', { roles: ['SALES_AGENT'] }, ['CLONE']],
    [
      'requester, submitted without number',
      { ...requester, status: 'SUBMITTED', hasNumber: false },
      ['CLONE', 'COMMENT'],
    ],
    ['requester, submitted', { ...requester, status: 'SUBMITTED' }, ['CLONE', 'COMMENT']],
    [
      'requester, submitted and resting',
      { ...requester, status: 'SUBMITTED', approvalSubmission: 'MANUAL' },
      ['SUBMIT_FOR_APPROVAL', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    [
      'requester, resting without number',
      { ...requester, status: 'SUBMITTED', approvalSubmission: 'MANUAL', hasNumber: false },
      ['CLONE', 'COMMENT'],
    ],
    [
      'requester, pending',
      { ...requester, status: 'PENDING_APPROVAL' },
      ['WITHDRAW', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    [
      'administrator who may decide, pending',
      { ...admin, status: 'PENDING_APPROVAL', isEligibleApprover: true },
      ['APPROVE', 'REJECT', 'REQUEST_CHANGES', 'WITHDRAW', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    [
      'administrator who may not decide, pending',
      { ...admin, status: 'PENDING_APPROVAL' },
      ['WITHDRAW', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    [
      'requester listed as approver never decides',
      { ...requester, status: 'PENDING_APPROVAL', isEligibleApprover: true },
      ['WITHDRAW', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    ['the role APPROVER alone gives nothing', { roles: ['APPROVER'], status: 'PENDING_APPROVAL' }, []],
    [
      'requester, changes requested',
      { ...requester, status: 'CHANGES_REQUESTED' },
      [...EDIT, 'SUBMIT_FOR_APPROVAL', 'CANCEL', 'CLONE', 'COMMENT'],
    ],
    ['requester, approved', { ...requester, status: 'APPROVED' }, ['CLONE', 'COMMENT']],
    ['desk, approved', { ...desk, status: 'APPROVED' }, ['CANCEL', 'COMMENT']],
    ['desk, approved with a line queued', { ...desk, status: 'APPROVED', anyLineQueued: true }, ['COMMENT']],
    [
      'desk, running',
      { ...desk, status: 'IN_FULFILLMENT', lineStatuses: ['IN_PROGRESS'] },
      ['FULFIL_LINE', 'FAIL_LINE', 'REQUEST_INFORMATION', 'COMMENT'],
    ],
    [
      'integration, running',
      { roles: ['INTEGRATION'], status: 'IN_FULFILLMENT', lineStatuses: ['QUEUED'] },
      ['FULFIL_LINE', 'FAIL_LINE', 'REQUEST_INFORMATION'],
    ],
    [
      'desk, waiting for information',
      { ...desk, status: 'AWAITING_INFORMATION', lineStatuses: ['AWAITING_INFORMATION', 'FULFILLED'] },
      ['FAIL_LINE', 'COMMENT'],
    ],
    [
      'requester, waiting for information',
      { ...requester, status: 'AWAITING_INFORMATION' },
      ['PROVIDE_INFORMATION', 'CLONE', 'COMMENT'],
    ],
    [
      'requester, one of the running lines waits',
      { ...requester, status: 'IN_FULFILLMENT', lineStatuses: ['IN_PROGRESS', 'AWAITING_INFORMATION'] },
      ['PROVIDE_INFORMATION', 'CLONE', 'COMMENT'],
    ],
    [
      'customer, waiting for information',
      { roles: ['CUSTOMER_USER'], status: 'AWAITING_INFORMATION' },
      ['PROVIDE_INFORMATION'],
    ],
    [
      'desk, failed',
      { ...desk, status: 'FULFILLMENT_FAILED' },
      ['RETRY', 'CANCEL_REMAINING_LINES', 'COMMENT'],
    ],
    [
      'desk, partly',
      { ...desk, status: 'PARTIALLY_FULFILLED' },
      ['RETRY', 'CANCEL_REMAINING_LINES', 'COMMENT'],
    ],
    ['requester, fulfilled', { ...requester, status: 'FULFILLED' }, ['CLONE', 'COMMENT']],
    ['a role with an odd name', { roles: ['constructor'] }, []],
  ])('%s', (_name, viewer, actions) => {
    expect(allowedActions({ ...nobody, ...viewer })).toEqual(actions)
  })

  it.each(Object.values(OrderStatus))('is nothing for a stranger while the order is %s', (status) => {
    const lineStatuses = ['QUEUED', 'AWAITING_INFORMATION', 'FAILED'] as const
    expect(allowedActions({ ...nobody, status, lineStatuses, approvalSubmission: 'MANUAL' })).toEqual([])
  })
})
