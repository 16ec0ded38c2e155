import express, { type Express, type Request, type Response } from 'express'
import type { ReadOrderResponse } from '../orders/order-response-port.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { transact } from '../platform/transact.ts'
import { takeOrderResponse } from '../subscriptions/take-order-response.ts'
import { answerProblem } from './answer-problem.ts'
import { contextOfRequest, type ApiParts } from './request-context.ts'

const types = ['application/xml', 'text/xml']
const parse = express.text({ type: types, limit: '1mb' })

async function textOf(request: Request, response: Response): Promise<string> {
  if (!request.is(types))
    throw refuse('MEDIA_TYPE_UNKNOWN', `Send it with Content-Type ${types.join(' or ')}.`)
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => {
      if (error) reject(refuse('BAD_REQUEST', 'Send at most 1 MB of XML.'))
      else resolve()
    })
  })
  return typeof request.body === 'string' ? request.body : ''
}

async function take(
  { parts, read }: { parts: ApiParts; read: ReadOrderResponse },
  request: Request,
  answer: Response,
) {
  const ctx = await contextOfRequest(parts, request)
  const found = read(await textOf(request, answer))
  if ('problems' in found) {
    refuseAll(found.problems)
    throw refuse('BAD_REQUEST', 'Send an OrderResponse of UBL 2.1.')
  }
  const { response } = found
  const key = request.headers['idempotency-key']
  // Who sends the same again, because an answer was lost, gets the same answer.
  const idempotencyKey = typeof key === 'string' ? key : `${response.documentId}/${response.id}`.slice(0, 255)
  return transact(ctx, async (unit) => {
    const { id, orderNumber, status, lines } = await takeOrderResponse(unit, { response, idempotencyKey })
    const ofLines = lines.getItems().map((line) => ({ lineNumber: line.lineNumber, status: line.status }))
    return { order: { id, orderNumber, status, lines: ofLines } }
  })
}

/**
 * Serves `POST /orders/responses`: a UBL OrderResponse as the body, `application/xml`, from whoever an order was handed
 * to. `Authorization: Bearer`; `Idempotency-Key`, else the response's own number counts. Answers 200 with the order and
 * its lines as they are then; a repeat alike. Since 0.3.
 */
export function serveOrderResponses(app: Express, parts: ApiParts, read: ReadOrderResponse): void {
  app.post('/orders/responses', (request, response) => {
    take({ parts, read }, request, response).then(
      (taken) => void response.json(taken),
      (error: unknown) => answerProblem(parts.log, response, error),
    )
  })
}
