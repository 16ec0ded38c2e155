import type { Express, Request, Response } from 'express'
import type { GraphQLSchema } from 'graphql'
import type { OrderInquiry } from '../orders/order-inquiry.view.ts'
import { html } from '../platform/html.ts'
import { inquiryForm, valuesOfForm } from './inquiry-form.ts'
import { linkPages, type LinkProblem } from './link-pages.ts'
import type { ApiParts } from './request-context.ts'

const title = 'Information for your order'

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
  orderInquiryAnswer: { accepted: boolean | null; userErrors: LinkProblem[] } | null
}

const gone = 'This link has expired, or its questions were answered. Ask whoever sent it for a new one.'
const thanks = 'Thank you. Your order goes on.'

/**
 * Serves what links for a customer lead to, without sign-in: `GET /inquiries/<token>` shows what is asked, as a page or
 * as JSON; `POST` takes the answers, from the form or as `{ values: [{ lineNumber, key, value }] }`. Each address may
 * ask 30 times a minute.
 */
export function serveInquiryPages(app: Express, parts: ApiParts, schema: GraphQLSchema): void {
  const { ask, say, refuse, message, limit, bodies } = linkPages(parts, schema, title)

  const inquiryOf = async (request: Request) => {
    const question = { source: readDocument, variableValues: { token: request.params['token'] } }
    return (await ask<{ orderInquiry: OrderInquiry | null }>(request, question))?.orderInquiry ?? null
  }
  const read = async (request: Request, response: Response, problems: LinkProblem[]) => {
    const inquiry = await inquiryOf(request)
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
  app.post('/inquiries/:token', limit, ...bodies, async (request, response) => {
    const { token } = request.params
    const body = Object(request.body) as Record<string, unknown>
    const values = request.is('application/json') ? body['values'] : await formValues(request, body)
    const variableValues = { input: { token, values: values ?? [] } }
    const answered = (await ask<Answered>(request, { source: answerDocument, variableValues }))
      ?.orderInquiryAnswer
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
    const inquiry = await inquiryOf(request)
    return inquiry ? valuesOfForm(inquiry, body) : []
  }
}
