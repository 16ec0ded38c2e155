import type { Express, Request, Response } from 'express'
import type { GraphQLSchema } from 'graphql'
import { html } from '../platform/html.ts'
import { decisionForm, type ShownSubject } from './decision-form.ts'
import { linkPages, type LinkProblem } from './link-pages.ts'
import type { ApiParts } from './request-context.ts'
import { isSameOrigin } from './same-origin.ts'

const title = 'Approval of an order'

const readDocument = `query ReadApprovalLink($token: String!) {
  approvalLink(token: $token) {
    obstacle { code message }
    subject {
      version contentHash approverName sellerName customerName accountName requesterName orderNumber orderType revision
      purchaseOrderNumber reason stepPosition stepCount expiresAt
      lines { lineNumber productName offerName quantity quantityBefore
        unitPrice { amount currency } lineTotal { amount currency } }
      firstInvoiceTotal { amount currency } monthlyRecurring { amount currency } totalContractValue { amount currency }
      decisions { kind decidedByName comment }
    }
  }
}`
const decideDocument = `mutation DecideByLink($input: ApprovalLinkDecideInput!) {
  approvalLinkDecide(input: $input) { approvalStatus orderNumber userErrors { code message path } }
}`

interface Shown {
  approvalLink: { obstacle: Omit<LinkProblem, 'path'> | null; subject: ShownSubject | null } | null
}

interface Decided {
  approvalLinkDecide: {
    approvalStatus: string | null
    orderNumber: string | null
    userErrors: LinkProblem[]
  } | null
}

const done: Record<string, string> = {
  APPROVED: 'You approved order %. It goes on to delivery.',
  REJECTED: 'You rejected order %. Its requester is told.',
  CHANGES_REQUESTED: 'You returned order %. Its requester is told what to change.',
  PENDING: 'You approved order %. Others must approve it too.',
}

const notNow = { code: 'SERVICE_UNAVAILABLE', message: 'That did not work. Try again in a moment.' }
const elsewhere = {
  code: 'FORBIDDEN',
  message: 'This decision was sent by another site, so nothing was done. Open the link in the mail.',
}
const unclear = { code: 'BAD_REQUEST', message: 'Choose a decision, and send it from this page.', path: [] }

/** What a form or a program sends, as the mutation takes it. */
function inputOf(request: Request): Record<string, unknown> {
  const { decision, comment, stage, expectedVersion } = Object(request.body) as Record<string, unknown>
  return {
    token: request.params['token'],
    decision,
    expectedVersion: Number(expectedVersion),
    comment: typeof comment === 'string' && comment.trim() !== '' ? comment : null,
    ...(typeof stage === 'string' && stage !== '' ? { stage } : {}),
  }
}

/**
 * Serves what the links in mails to approvers lead to, without sign-in: `GET /approvals/decide/<token>` shows what is
 * decided on and changes nothing, however often a mail scanner asks; `POST` decides, from the form or as
 * `{ decision, comment, expectedVersion }`. Each address may ask 30 times a minute.
 */
export function serveDecisionPages(app: Express, parts: ApiParts, schema: GraphQLSchema): void {
  const { ask, say, refuse, message, limit, bodies } = linkPages(parts, schema, title)

  const read = async (request: Request, response: Response, problems: LinkProblem[]) => {
    const question = { source: readDocument, variableValues: { token: request.params['token'] } }
    const link = (await ask<Shown>(request, question))?.approvalLink
    if (!link?.subject) {
      response.status(link ? 410 : 503)
      return refuse(request, response, link?.obstacle ?? notNow)
    }
    const { comment } = Object(request.body) as Record<string, unknown>
    const written = typeof comment === 'string' ? comment : ''
    const page = html`<main class="sheet">
      <h1>${title}</h1>
      ${decisionForm(link.subject, { problems, comment: written })}
    </main>`
    say(request, response, { json: problems.length > 0 ? { errors: problems } : link.subject, page })
  }

  app.get('/approvals/decide/:token', limit, (request, response) => read(request, response, []))
  app.post('/approvals/decide/:token', limit, ...bodies, async (request, response) => {
    if (!isSameOrigin(request)) {
      response.status(403)
      return refuse(request, response, elsewhere)
    }
    const question = { source: decideDocument, variableValues: { input: inputOf(request) } }
    const decided = (await ask<Decided>(request, question))?.approvalLinkDecide
    if (decided?.approvalStatus) {
      const { approvalStatus, orderNumber } = decided
      const text = (done[approvalStatus] ?? 'You decided on order %.').replace('%', orderNumber ?? '')
      return say(request, response, { json: { approvalStatus, orderNumber }, page: message(text) })
    }
    response.status(422)
    return read(request, response, decided?.userErrors ?? [unclear])
  })
}
