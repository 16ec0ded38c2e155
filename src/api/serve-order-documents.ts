import type { Express, RequestHandler } from 'express'
import { gatherOrderDocument } from '../orders/gather-order-document.ts'
import type { OrderDocumentFormat, WriteOrderDocument } from '../orders/order-document-port.ts'
import { readOnly } from '../platform/transact.ts'
import { answerProblem } from './answer-problem.ts'
import { contextOfRequest, type ApiParts } from './request-context.ts'

/**
 * Serves `GET /orders/{id}/document.xml` (UBL 2.1) and `.csv`, to whoever may read the order, with
 * `Authorization: Bearer`. The order must have its number. Since 0.3.
 */
export function serveOrderDocuments(app: Express, parts: ApiParts, write: WriteOrderDocument): void {
  const serve = (format: OrderDocumentFormat, extension: string) => {
    const answer: RequestHandler<{ id: string }> = async (request, response) => {
      try {
        const ctx = await contextOfRequest(parts, request)
        const source = await readOnly(ctx, (unit) => gatherOrderDocument(unit, request.params.id))
        const { mediaType, text } = write(source, format)
        const name = (source.order.orderNumber ?? '').replace(/[^\w.-]+/g, '_')
        response.setHeader('cache-control', 'private, no-store')
        response.setHeader('content-disposition', `attachment; filename="${name}.${extension}"`)
        response.setHeader('content-type', mediaType)
        response.send(Buffer.from(text))
      } catch (error) {
        answerProblem(parts.log, response, error)
      }
    }
    app.get(`/orders/:id/document.${extension}`, answer)
  }
  serve('UBL', 'xml')
  serve('CSV', 'csv')
}
