import type { IDataObject, IExecuteFunctions } from 'n8n-workflow'
import type { OrderPlaceInput } from '../../generated/operations'
import {
  ApprovalApprove,
  ApprovalReject,
  Approvals,
  CloudSubscriptions,
  Order,
  OrderLineFulfil,
  OrderPlace,
  Orders,
  OrganizationCreate,
  Organizations,
} from '../../generated/operations'
import { accepted, ask } from './ask'

/** What one operation of the node does with one item: the answers become items. */
type Act = (context: IExecuteFunctions, item: number) => Promise<unknown[]>

const text = (context: IExecuteFunctions, item: number, name: string): string =>
  String(context.getNodeParameter(name, item, ''))

const optional = (context: IExecuteFunctions, item: number, name: string): string | undefined =>
  text(context, item, name) || undefined

/** A field that holds JSON, typed or as an expression gives it. */
function json(context: IExecuteFunctions, item: number, name: string): IDataObject {
  const value = context.getNodeParameter(name, item, '{}')
  return (typeof value === 'string' ? JSON.parse(value) : value) as IDataObject
}

const limit = (context: IExecuteFunctions, item: number): number =>
  context.getNodeParameter('limit', item, 50)

const decision = (context: IExecuteFunctions, item: number, word: string) => {
  const approvalId = text(context, item, 'approvalId')
  const expectedVersion = Number(context.getNodeParameter('expectedVersion', item))
  const idempotencyKey = `n8n-${word}-${approvalId}-${expectedVersion}`
  return {
    input: { approvalId, expectedVersion, comment: optional(context, item, 'comment'), idempotencyKey },
  }
}

/** Every operation, by resource and operation. */
export const operations: Record<string, Record<string, Act>> = {
  order: {
    async place(context, item) {
      const reference = text(context, item, 'externalReference')
      // Whatever people wrote is sent as it is: the server says by path what is wrong with it.
      const input = {
        ...json(context, item, 'order'),
        externalReference: reference,
        idempotencyKey: `n8n-order-${reference}`,
      } as unknown as OrderPlaceInput
      const { orderPlace } = await ask(context, OrderPlace, { input })
      return [accepted(context, orderPlace).order]
    },
    async get(context, item) {
      const { order } = await ask(context, Order, { id: text(context, item, 'orderId') })
      return order ? [order] : []
    },
    async getAll(context, item) {
      const where = {
        orderNumber: optional(context, item, 'orderNumber'),
        externalReference: optional(context, item, 'externalReference'),
      }
      return (await ask(context, Orders, { first: limit(context, item), where })).orders.nodes
    },
    async fulfil(context, item) {
      const orderId = text(context, item, 'orderId')
      const lineNumber = Number(context.getNodeParameter('lineNumber', item))
      const vendorReference = text(context, item, 'vendorReference')
      const idempotencyKey = `n8n-fulfil-${orderId}-${lineNumber}-${vendorReference}`.slice(0, 255)
      const input = { orderId, lineNumber, vendorReference, idempotencyKey }
      const { orderLineFulfil } = await ask(context, OrderLineFulfil, { input })
      return [accepted(context, orderLineFulfil).order]
    },
  },
  approval: {
    async approve(context, item) {
      const { approvalApprove } = await ask(context, ApprovalApprove, decision(context, item, 'approve'))
      return [accepted(context, approvalApprove).approval]
    },
    async reject(context, item) {
      const { approvalReject } = await ask(context, ApprovalReject, decision(context, item, 'reject'))
      return [accepted(context, approvalReject).approval]
    },
    async getAll(context, item) {
      const where = { orderId: optional(context, item, 'orderId'), status: ['PENDING' as const] }
      return (await ask(context, Approvals, { first: limit(context, item), where })).approvals.nodes
    },
  },
  customer: {
    async create(context, item) {
      const reference = text(context, item, 'externalReference')
      const input = {
        name: text(context, item, 'name'),
        country: text(context, item, 'country'),
        currency: text(context, item, 'currency'),
        externalReference: reference,
        idempotencyKey: `n8n-customer-${reference}`,
      }
      const { organizationCreate } = await ask(context, OrganizationCreate, { input })
      return [accepted(context, organizationCreate).organization]
    },
    async getAll(context, item) {
      const where = {
        kind: 'CUSTOMER' as const,
        externalReference: optional(context, item, 'externalReference'),
      }
      const search = optional(context, item, 'search')
      return (await ask(context, Organizations, { first: limit(context, item), search, where })).organizations
        .nodes
    },
  },
  subscription: {
    async getAll(context, item) {
      const where = { organizationId: optional(context, item, 'organizationId') }
      return (await ask(context, CloudSubscriptions, { first: limit(context, item), where }))
        .cloudSubscriptions.nodes
    },
  },
}
