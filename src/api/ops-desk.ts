import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { may } from '../access/allow.ts'
import { databaseFault } from '../platform/database-fault.ts'
import type { Html } from '../platform/html.ts'
import { answerPage } from './answer-page.ts'
import { deskAwayPage, deskPage } from './ops-desk-page.ts'
import { opsFrame } from './ops-frame.ts'
import { onlyFromHere, onlyOperators, onlyRetriersChange, operatorOf } from './ops-sign-in.ts'
import { originOf } from './origin-of.ts'
import { readDesk, type DeskParts } from './read-desk.ts'
import { servePageAssets } from './serve-page-assets.ts'

/** What the desk needs. */
export interface OpsDeskOptions extends DeskParts {
  /** Whether mails are kept at /ops/mailbox. */
  mailbox: boolean
}

const title = 'Operations · Countersign'
const idPattern = /^job_\w{1,60}$/

const retryDocument = `mutation RetryDeadLetter($input: JobDeadLetterRetryInput!) {
  jobDeadLetterRetry(input: $input) { userErrors { message } }
}`

interface RetryAnswer {
  jobDeadLetterRetry?: { userErrors: Array<{ message: string }> }
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

const notNow = 'This does not work right now. Try again in a moment.'

/** Has the API retry a dead letter; answers why not, or null. The same form sent twice asks for one retry. */
async function retry({ sessions }: OpsDeskOptions, request: Request, response: Response) {
  const id = String(request.params['id'])
  const asked = textOf((request.body as Record<string, unknown> | undefined)?.['retry']).slice(0, 10)
  const variableValues = { input: { id, idempotencyKey: `desk-${id}-${asked}` } }
  const call = { source: retryDocument, variableValues }
  const { data } = await sessions.ask(operatorOf(response), originOf(request), call)
  const answer = (data as RetryAnswer | null | undefined)?.jobDeadLetterRetry
  return answer ? (answer.userErrors[0]?.message ?? null) : notNow
}

/**
 * Serves /ops, the operators' desk, and POST /ops/dead-letters/:id/retry behind it, which is the API's own
 * jobDeadLetterRetry: the same permission, transaction and audit.
 */
export function serveOpsDesk(app: Express, options: OpsDeskOptions): void {
  const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 4 })
  const answer = (response: Response, body: Html) =>
    answerPage(response, { title, body: opsFrame({ here: '/ops', mailbox: options.mailbox }, body) })

  const show = async (request: Request, response: Response, said: { retried?: string; problem?: string }) => {
    const operator = operatorOf(response)
    try {
      const desk = await readDesk(options, operator, originOf(request))
      answer(response, deskPage({ desk, mayRetry: may(operator, 'JOB_RETRY'), ...said }))
    } catch (error) {
      if (!databaseFault(error)) throw error
      response.status(503)
      answer(response, deskAwayPage())
    }
  }
  const desk: RequestHandler = async (request, response) => {
    const retried = textOf(request.query['retried'])
    await show(request, response, idPattern.test(retried) ? { retried } : {})
  }
  const retryOne: RequestHandler = async (request, response) => {
    const problem = await retry(options, request, response)
    if (problem === null)
      return response.redirect(303, `/ops?retried=${encodeURIComponent(String(request.params['id']))}`)
    response.status(409)
    await show(request, response, { problem })
  }
  servePageAssets(app)
  app.get('/ops', onlyOperators(options.sessions), desk)
  app.post(
    '/ops/dead-letters/:id/retry',
    onlyOperators(options.sessions),
    onlyFromHere,
    onlyRetriersChange,
    form,
    retryOne,
  )
}
