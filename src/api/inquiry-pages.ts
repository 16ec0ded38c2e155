import express, { type Express, type Request, type Response } from 'express'
import { rateLimit } from 'express-rate-limit'
import { graphql, type GraphQLSchema } from 'graphql'
import { anonymous } from '../access/actor.ts'
import type { OrderInquiry } from '../orders/order-inquiry.view.ts'
import { answerPage } from './answer-page.ts'
import { closeReading } from './api-ctx.ts'
import { html, type Html } from './html.ts'
import { inquiryForm, valuesOfForm, type AnswerProblem } from './inquiry-form.ts'
import { contextFor, type ApiParts } from './request-context.ts'

const title = 'Information for your order'
const perMinute = 30

const readDocument = `query ReadInquiry($token: String!) {
  orderInquiry(token: $token) {
    sellerName expiresAt lines { lineNumber productName message }
    questions { lineNumber message definition { key label hint type options { value label } placeholder } }
  }
}`
const answerDocument = `mutation AnswerInquiry($input: OrderInquiryAnswerInput!) {
  orderInquiryAnswer(input: $input) { accepted userErrors { code message path } }
}`

interface Answered {
  accepted: boolean | null
  userErrors: AnswerProblem[]
}

/** Asks the API's own schema as the anonymous: the same transactions, the same walls, the same audit. */
function asker(parts: ApiParts, schema: GraphQLSchema) {
  return async (request: Request, source: string, variableValues: Record<string, unknown>) => {
    const caller = { actor: anonymous, again: () => Promise.resolve(anonymous) }
    const from = { ip: request.ip ?? null, userAgent: request.get('user-agent')?.slice(0, 400) ?? null }
    const contextValue = contextFor(parts, caller, from)
    try {
      const { data, errors } = await graphql({ schema, source, variableValues, contextValue })
      if (errors) parts.log.warn({ errors }, 'inquiry')
      return data as { orderInquiry?: OrderInquiry | null; orderInquiryAnswer?: Answered | null } | null
    } finally {
      await closeReading(contextValue)
    }
  }
}

const message = (text: string): Html =>
  html`<main>
    <h1>${title}</h1>
    <p>${text}</p>
  </main>`
const gone = 'This link has expired, or its questions were answered. Ask whoever sent it for a new one.'
const thanks = 'Thank you. Your order goes on.'
const tooMany = 'Too many requests. Wait a minute, then try again.'

const wantsJson = (request: Request) =>
  !request.accepts('html') || request.is('application/json') === 'application/json'

function say(request: Request, response: Response, what: { json: object; page: Html }): void {
  if (wantsJson(request)) return void response.setHeader('cache-control', 'no-store').json(what.json)
  answerPage(response, { title, body: what.page })
}

function refuse(request: Request, response: Response, problem: Omit<AnswerProblem, 'path'>): void {
  say(request, response, { json: { errors: [problem] }, page: message(problem.message) })
}

/**
 * Serves what links for a customer lead to, without sign-in: `GET /inquiries/<token>` shows what is asked, as a page or
 * as JSON; `POST` takes the answers, from the form or as `{ values: [{ lineNumber, key, value }] }`. Each address may
 * ask 30 times a minute.
 */
export function serveInquiryPages(app: Express, parts: ApiParts, schema: GraphQLSchema): void {
  const ask = asker(parts, schema)
  const limit = rateLimit({
    windowMs: 60_000,
    limit: perMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (request, response) => {
      response.status(429)
      refuse(request, response, { code: 'RATE_LIMITED', message: tooMany })
    },
  })
  const form = express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 200 })
  const json = express.json({ limit: '64kb' })

  const read = async (request: Request, response: Response, problems: AnswerProblem[]) => {
    const data = await ask(request, readDocument, { token: request.params['token'] })
    const inquiry = data?.orderInquiry
    if (!inquiry) {
      response.status(404)
      return refuse(request, response, { code: 'LINK_INVALID', message: gone })
    }
    const page = html`<main>
      <h1>${title}</h1>
      ${inquiryForm(inquiry, problems)}
    </main>`
    say(request, response, { json: problems.length > 0 ? { errors: problems } : inquiry, page })
  }

  app.get('/inquiries/:token', limit, (request, response) => read(request, response, []))
  app.post('/inquiries/:token', limit, form, json, async (request, response) => {
    const { token } = request.params
    const body = Object(request.body) as Record<string, unknown>
    const values = request.is('application/json') ? body['values'] : await formValues(request, body)
    const data = await ask(request, answerDocument, { input: { token, values: values ?? [] } })
    const answered = data?.orderInquiryAnswer
    if (answered?.accepted) return say(request, response, { json: { accepted: true }, page: message(thanks) })
    response.status(422)
    return read(
      request,
      response,
      answered?.userErrors ?? [{ code: 'BAD_REQUEST', message: 'Send `values`.', path: [] }],
    )
  })

  /** A form sends texts; what they stand for is known from the questions. */
  async function formValues(request: Request, body: Record<string, unknown>) {
    const data = await ask(request, readDocument, { token: request.params['token'] })
    return data?.orderInquiry ? valuesOfForm(data.orderInquiry, body) : []
  }
}
