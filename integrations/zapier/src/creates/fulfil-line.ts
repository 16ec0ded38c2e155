import type { Bundle, Create, ZObject } from 'zapier-platform-core'
import { accepted } from '../accepted.ts'
import { ask } from '../ask.ts'
import { orderField } from '../fields.ts'
import { OrderLineFulfilDocument } from '../generated/operations.ts'
import { inputText } from '../input-text.ts'
import { orderSample } from '../order-sample.ts'
import { outputFieldsOf } from '../output-fields.ts'

/** Delivers a line that nobody delivers automatically. */
export const fulfilLine = {
  key: 'fulfil_order_line',
  noun: 'Order Line',
  display: {
    label: 'Fulfill Order Line',
    description: 'Reports that a line of an order was delivered by hand, with its ID at the vendor.',
  },
  operation: {
    inputFields: [
      orderField,
      { key: 'lineNumber', label: 'Line Number', type: 'integer', required: true },
      {
        key: 'vendorReference',
        label: 'Vendor Reference',
        type: 'string',
        required: true,
        helpText: 'What the vendor calls the thing that was delivered.',
      },
    ],
    async perform(z: ZObject, bundle: Bundle) {
      const orderId = inputText(bundle.inputData, 'orderId') ?? ''
      const lineNumber = Number(bundle.inputData['lineNumber'])
      const vendorReference = inputText(bundle.inputData, 'vendorReference') ?? ''
      const idempotencyKey = `zapier-fulfil-${orderId}-${lineNumber}-${z.hash('sha256', vendorReference)}`
      const input = { orderId, lineNumber, vendorReference, idempotencyKey }
      const { orderLineFulfil } = await ask({ z, bundle }, OrderLineFulfilDocument, { input })
      return { ...accepted(z, orderLineFulfil).order }
    },
    sample: { ...orderSample },
    outputFields: outputFieldsOf(orderSample),
  },
} satisfies Create
