import type { Bundle, Create, ZObject } from 'zapier-platform-core'
import { accepted } from '../accepted.ts'
import { ask } from '../ask.ts'
import { customerField } from '../fields.ts'
import { OrderPlaceDocument, type OrderPlaceInput } from '../generated/operations.ts'
import { inputText } from '../input-text.ts'
import { orderSample } from '../order-sample.ts'
import { outputFieldsOf } from '../output-fields.ts'
import { answersIn, questionFields } from './question-fields.ts'

function inputOf(inputData: Record<string, unknown>): OrderPlaceInput {
  const text = (key: string): string | undefined => inputText(inputData, key)
  const termsVersionIds = inputData['termsVersionIds']
  return {
    organizationId: text('organizationId') ?? '',
    accountId: text('accountId'),
    items: [{ offerId: text('offerId') ?? '', quantity: text('quantity') ?? '' }],
    values: answersIn(inputData, 'order'),
    lines: [{ lineNumber: 1, values: answersIn(inputData, 'line') }],
    purchaseOrderNumber: text('purchaseOrderNumber'),
    externalReference: text('orderKey'),
    notes: text('notes'),
    terms: { acceptedVersionIds: Array.isArray(termsVersionIds) ? termsVersionIds.map(String) : [] },
    idempotencyKey: `zapier-order-${text('orderKey')}`,
  }
}

/** Places an order of one offer, as the four stages would. */
export const placeOrder = {
  key: 'place_order',
  noun: 'Order',
  display: {
    label: 'Place Order',
    description: 'Orders an offer for a customer, accepts the terms, and submits it for approval.',
  },
  operation: {
    inputFields: [
      customerField,
      {
        key: 'accountId',
        label: 'Account',
        type: 'string',
        required: false,
        dynamic: 'account_list.id.name',
        helpText: 'Who is charged. Needed when the customer has several.',
      },
      {
        key: 'offerId',
        label: 'Offer',
        type: 'string',
        required: true,
        dynamic: 'offer_list.id.name',
        altersDynamicFields: true,
      },
      { key: 'quantity', label: 'Quantity', type: 'number', required: true },
      {
        key: 'termsVersionIds',
        label: 'Accepted Terms',
        type: 'string',
        required: true,
        list: true,
        dynamic: 'terms_list.id.name',
        helpText: 'Each one that was read and agreed to, by or on behalf of the customer.',
      },
      {
        key: 'orderKey',
        label: 'Your Reference',
        type: 'string',
        required: true,
        helpText: 'Unique for each order, such as the number of the deal. A repeat with it orders nothing.',
      },
      { key: 'purchaseOrderNumber', label: 'PO Number', type: 'string', required: false },
      { key: 'notes', label: 'Notes', type: 'text', required: false },
      questionFields,
    ],
    async perform(z: ZObject, bundle: Bundle) {
      const { orderPlace } = await ask({ z, bundle }, OrderPlaceDocument, {
        input: inputOf(bundle.inputData),
      })
      return { ...accepted(z, orderPlace).order }
    },
    sample: { ...orderSample },
    outputFields: outputFieldsOf(orderSample),
  },
} satisfies Create
