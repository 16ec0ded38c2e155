import type { WriteOrderDocument } from '../../src/orders/order-document-port.ts'
import { documentOrder } from './document-order.ts'
import { writeCsv } from './write-csv.ts'
import { writeUbl } from './write-ubl.ts'

/** Writes an order for another system; see {@link WriteOrderDocument}. */
export const writeOrderDocument: WriteOrderDocument = (source, format) => {
  const document = documentOrder(source)
  if (format === 'CSV')
    return { mediaType: 'text/csv; charset=utf-8; header=present', text: writeCsv(document) }
  return { mediaType: 'application/xml; charset=utf-8', text: writeUbl(document) }
}
