import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { z } from 'zod'
import { decideOrder } from '../orders/decide-order.ts'
import { OrderStage } from '../orders/order-status.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { forbiddenCharacterProblems, validate } from '../platform/validate.ts'
import { transact } from '../platform/transact.ts'
import { answerProblem } from './answer-problem.ts'
import { contextOfRequest, type ApiParts } from './request-context.ts'

/** What another system answers when a webhook has told it that a step asks it. */
const callback = z.strictObject({
  decision: z.enum(['APPROVE', 'REJECT', 'REQUEST_CHANGES']),
  expectedVersion: z.int().min(1),
  comment: z.string().nullish(),
  stage: z.enum(OrderStage).nullish(),
  lineNumbers: z.array(z.int()).max(200).nullish(),
})

const parse = express.json({ limit: '20kb' })

async function read(request: Request, response: Response) {
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => {
      if (error) reject(refuse('BAD_REQUEST', 'Send at most 20 kB of JSON.'))
      else resolve()
    })
  })
  refuseAll(forbiddenCharacterProblems(request.body))
  return validate(callback, request.body)
}

async function decide(parts: ApiParts, request: Request<{ id: string }>, response: Response) {
  const ctx = await contextOfRequest(parts, request)
  const { decision, comment, stage, lineNumbers, expectedVersion } = await read(request, response)
  const { id: approvalId } = request.params
  const key = request.headers['idempotency-key']
  const input = {
    approvalId,
    expectedVersion,
    // Who sends the same again, because an answer was lost, gets the same answer.
    idempotencyKey: typeof key === 'string' ? key : `${approvalId}.${expectedVersion}`,
    ...(comment ? { comment } : {}),
    ...(stage ? { stage } : {}),
    ...(lineNumbers ? { lineNumbers } : {}),
  }
  const { approval, order } = await transact(ctx, (unit) => decideOrder(unit, decision, input))
  return {
    approval: { id: approval.id, status: approval.status, version: approval.version },
    order: { id: order.id, orderNumber: order.orderNumber, status: order.status },
  }
}

/**
 * Serves `POST /approvals/{id}/decisions`, for systems that answer a webhook and speak no GraphQL: the decision as JSON
 * with `decision`, `expectedVersion` and `comment` (of REQUEST_CHANGES also `stage` and `lineNumbers`), and
 * `Authorization: Bearer` with an API key that the step names. Answers 200 with what it made of request and order; a
 * repeat alike. Since 0.3.
 */
export function serveApprovalDecisions(app: Express, parts: ApiParts): void {
  const answer: RequestHandler<{ id: string }> = (request, response) => {
    decide(parts, request, response).then(
      (decided) => void response.json(decided),
      (error: unknown) => answerProblem(parts.log, response, error),
    )
  }
  app.post('/approvals/:id/decisions', answer)
}
