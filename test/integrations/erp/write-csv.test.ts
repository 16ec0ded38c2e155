import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { documentOrder } from '../../../integrations/erp/document-order.ts'
import { writeCsv } from '../../../integrations/erp/write-csv.ts'
import { exampleOrder } from '../../../src/orders/order-snapshot.schema.ts'
import { exampleSource, randomSource } from './random-order.ts'

const read = (csv: string): Array<Record<string, string>> =>
  parse(csv, { columns: true, relax_column_count: false })

const header =
  'documentKind,orderNumber,revision,issuedAt,currency,changesOrders,purchaseOrderNumber,costCenter,externalReference,' +
  'requestedStartDate,paymentTermsDays,sellerId,customerId,customerName,accountId,accountName,taxId,street,street2,' +
  'postalCode,city,region,country,lineNumber,sku,vendorPartNumber,product,offer,quantity,unitCode,unitPrice,charges,' +
  'allowances,net,taxCategory,taxPercent,tax,orderType,action,parentLineNumber,offerId,productId,vendorId,vendor,' +
  'unitOfMeasure,paymentModel,chargeTiming,commitmentTerm,billingPeriod,coTermDate,coTermWithSubscriptionId,' +
  'prorationFactor,promotionCode,promotionPercentOff,promotionEndsOn,subscriptionId,begunByOrder,offerIdBefore,' +
  'offerBefore,quantityBefore,quantityDelta,endDate,reason,autoRenew,renewalTerm,renewalQuantity'

it('writes one row a line under a header that stays, ended by CRLF', () => {
  const csv = writeCsv(documentOrder(exampleSource()))
  const [first, , last] = csv.split('\r\n')
  expect(first).toBe(header)
  expect(last).toBe('')
  expect(read(csv)).toMatchObject([
    {
      orderNumber: 'SO-2026-000042',
      lineNumber: '1',
      quantity: '25',
      unitPrice: '11.7',
      net: '292.50',
      tax: '55.58',
    },
  ])
})

it.each(['=1+1', '+1', '@SUM(A1)', '-1+2', '＝1'])('writes %s so that no spreadsheet runs it', (text) => {
  const [row] = read(writeCsv(documentOrder(exampleSource({ purchaseOrderNumber: text }))))
  expect(row?.['purchaseOrderNumber']).toBe(`'${text}`)
})

it('keeps negative numbers numbers, and quotes what needs it', () => {
  const change = {
    before: { offerId: 'ofr_1', offerName: 'Basic', quantity: '30' },
    quantityDelta: '-5',
    reason: 'too "many",\r\nsays Ada',
    endDate: null,
    autoRenew: null,
    renewalTerm: null,
    renewalQuantity: null,
  }
  const lines = [{ ...exampleOrder.lines[0], change }] as typeof exampleOrder.lines
  const [row] = read(writeCsv(documentOrder(exampleSource({ type: 'CHANGE', lines }))))
  expect(row).toMatchObject({ quantityDelta: '-5', reason: 'too "many",\nsays Ada' })
})

it('whatever people typed: every cell is read back, and none is a formula', () => {
  fc.assert(
    fc.property(randomSource, (source) => {
      const document = documentOrder(source)
      const rows = read(writeCsv(document))
      expect(rows.map((row) => row['net'])).toEqual(document.lines.map(({ net }) => net))
      const cells = rows.flatMap((row) => Object.values(row))
      expect(
        cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell)),
      ).toEqual([])
    }),
    { numRuns: 200, seed: 20_261_127 },
  )
})
