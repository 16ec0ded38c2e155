// Fields that several actions share; each id has a dropdown, and takes what an earlier step told.

/** The customer of an order. */
export const customerField = {
  key: 'organizationId',
  label: 'Customer',
  type: 'string',
  required: true,
  dynamic: 'customer_list.id.name',
  altersDynamicFields: true,
} as const

/** The order that something is done to. */
export const orderField = {
  key: 'orderId',
  label: 'Order',
  type: 'string',
  required: true,
  dynamic: 'order_list.id.name',
} as const

/** What an approver decides on: the request, and the version of it that was seen. */
export const decisionFields = [
  { key: 'approvalId', label: 'Approval', type: 'string', required: true, dynamic: 'approval_list.id.name' },
  {
    key: 'expectedVersion',
    label: 'Version Seen',
    type: 'integer',
    required: true,
    helpText: 'Take it from the step that told of the request. If it changed since, nothing is decided.',
  },
] as const
