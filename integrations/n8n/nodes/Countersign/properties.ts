import type { INodeProperties } from 'n8n-workflow'

type Shown = Record<string, string[]>

const forOperations = (shown: Shown) => ({
  displayOptions: {
    show: { resource: Object.keys(shown), operation: [...new Set(Object.values(shown).flat())] },
  },
})

const option = (name: string, value: string, action: string) => ({ name, value, action })

const operationsOf = (
  resource: string,
  fallback: string,
  options: Array<ReturnType<typeof option>>,
): INodeProperties => ({
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: [resource] } },
  options,
  default: fallback,
})

const field = (displayName: string, name: string, shown: Shown): INodeProperties => ({
  displayName,
  name,
  type: 'string',
  default: '',
  ...forOperations(shown),
})

const required = (property: INodeProperties): INodeProperties => ({ ...property, required: true })

/** What a person fills in, in the order in which it is shown. */
export const properties: INodeProperties[] = [
  {
    displayName: 'Resource',
    name: 'resource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Approval', value: 'approval' },
      { name: 'Customer', value: 'customer' },
      { name: 'Order', value: 'order' },
      { name: 'Subscription', value: 'subscription' },
    ],
    default: 'order',
  },
  operationsOf('order', 'place', [
    option('Fulfill Line', 'fulfil', 'Fulfill a line of an order'),
    option('Get', 'get', 'Get an order'),
    option('Get Many', 'getAll', 'Get many orders'),
    option('Place', 'place', 'Place an order'),
  ]),
  operationsOf('approval', 'approve', [
    option('Approve', 'approve', 'Approve an order'),
    option('Get Many', 'getAll', 'Get many open approvals'),
    option('Reject', 'reject', 'Reject an order'),
  ]),
  operationsOf('customer', 'create', [
    option('Create', 'create', 'Create a customer'),
    option('Get Many', 'getAll', 'Get many customers'),
  ]),
  operationsOf('subscription', 'getAll', [option('Get Many', 'getAll', 'Get many cloud subscriptions')]),
  required({
    ...field('Your Reference', 'externalReference', { order: ['place'], customer: ['create'] }),
    description: 'What your system calls it. A repeat with it changes nothing.',
  }),
  required({
    displayName: 'Order',
    name: 'order',
    type: 'json',
    default:
      '{\n  "organizationId": "",\n  "items": [{ "offerId": "", "quantity": "1" }],\n  "values": [],\n  "terms": { "acceptedVersionIds": [] }\n}',
    description:
      'The input of orderPlace: customer, items, answers to provisioning questions, accepted terms',
    ...forOperations({ order: ['place'] }),
  }),
  required(field('Order ID', 'orderId', { order: ['get', 'fulfil'] })),
  required({ ...field('Line Number', 'lineNumber', { order: ['fulfil'] }), type: 'number', default: 1 }),
  required({
    ...field('Vendor Reference', 'vendorReference', { order: ['fulfil'] }),
    description: 'What the vendor calls the thing that was delivered',
  }),
  required(field('Approval ID', 'approvalId', { approval: ['approve', 'reject'] })),
  required({
    ...field('Version Seen', 'expectedVersion', { approval: ['approve', 'reject'] }),
    type: 'number',
    default: 1,
    description: 'The version of the request that was decided on. If it changed since, nothing is decided.',
  }),
  {
    ...field('Comment', 'comment', { approval: ['approve', 'reject'] }),
    description: 'Why. Needed to reject.',
  },
  required(field('Company Name', 'name', { customer: ['create'] })),
  required({
    ...field('Country', 'country', { customer: ['create'] }),
    placeholder: 'DE',
    description: 'Two letters by ISO 3166-1',
  }),
  required({
    ...field('Currency', 'currency', { customer: ['create'] }),
    placeholder: 'EUR',
    description: 'Three letters by ISO 4217',
  }),
  field('Order Number', 'orderNumber', { order: ['getAll'] }),
  field('Order ID', 'orderId', { approval: ['getAll'] }),
  field('Search', 'search', { customer: ['getAll'] }),
  field('Your Reference', 'externalReference', { order: ['getAll'], customer: ['getAll'] }),
  field('Customer ID', 'organizationId', { subscription: ['getAll'] }),
  {
    displayName: 'Limit',
    name: 'limit',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 100 },
    default: 50,
    description: 'Max number of results to return',
    displayOptions: { show: { operation: ['getAll'] } },
  },
]
