import type { Bundle, Search, ZObject } from 'zapier-platform-core'
import { approvalSample } from '../approval-sample.ts'
import { ask } from '../ask.ts'
import { customerSample } from '../customer-sample.ts'
import { orderField } from '../fields.ts'
import { ApprovalsDocument, OrdersDocument, OrganizationsDocument } from '../generated/operations.ts'
import { inputText } from '../input-text.ts'
import { orderSample } from '../order-sample.ts'
import { outputFieldsOf } from '../output-fields.ts'

const findOrder = {
  key: 'find_order',
  noun: 'Order',
  display: { label: 'Find Order', description: 'Finds an order by its number or by your reference.' },
  operation: {
    inputFields: [
      { key: 'orderNumber', label: 'Order Number', type: 'string', required: false },
      { key: 'externalReference', label: 'Your Reference', type: 'string', required: false },
    ],
    async perform(z: ZObject, bundle: Bundle) {
      const orderNumber = inputText(bundle.inputData, 'orderNumber')
      const externalReference = inputText(bundle.inputData, 'externalReference')
      if (orderNumber === undefined && externalReference === undefined)
        throw new z.errors.Error('Give the number or your reference.', 'NOTHING_TO_FIND', 400)
      const where = { orderNumber, externalReference }
      const { orders } = await ask({ z, bundle }, OrdersDocument, { first: 10, where })
      return orders.nodes.map((order) => ({ ...order }))
    },
    sample: { ...orderSample },
    outputFields: outputFieldsOf(orderSample),
  },
} satisfies Search

const findCustomer = {
  key: 'find_customer',
  noun: 'Customer',
  display: { label: 'Find Customer', description: 'Finds a customer by name or by your reference.' },
  operation: {
    inputFields: [
      { key: 'name', label: 'Company Name', type: 'string', required: false },
      { key: 'externalReference', label: 'Your Reference', type: 'string', required: false },
    ],
    async perform(z: ZObject, bundle: Bundle) {
      const search = inputText(bundle.inputData, 'name')
      const externalReference = inputText(bundle.inputData, 'externalReference')
      if (search === undefined && externalReference === undefined)
        throw new z.errors.Error('Give a name or your reference.', 'NOTHING_TO_FIND', 400)
      const { organizations } = await ask({ z, bundle }, OrganizationsDocument, {
        first: 10,
        search,
        where: { kind: 'CUSTOMER', externalReference },
      })
      return organizations.nodes.map((organization) => ({ ...organization }))
    },
    sample: { ...customerSample },
    outputFields: outputFieldsOf(customerSample),
  },
} satisfies Search

const findApproval = {
  key: 'find_approval',
  noun: 'Approval',
  display: { label: 'Find Approval', description: 'Finds the open approval request of an order.' },
  operation: {
    inputFields: [orderField],
    async perform(z: ZObject, bundle: Bundle) {
      const orderId = inputText(bundle.inputData, 'orderId') ?? ''
      const { approvals } = await ask({ z, bundle }, ApprovalsDocument, {
        first: 10,
        where: { orderId, status: ['PENDING'] },
      })
      return approvals.nodes.map((approval) => ({ ...approval }))
    },
    sample: { ...approvalSample },
    outputFields: outputFieldsOf(approvalSample),
  },
} satisfies Search

/** What a Zap can look up. */
export const searches = [findOrder, findCustomer, findApproval]
