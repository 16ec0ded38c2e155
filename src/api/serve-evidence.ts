import type { Express, Request, RequestHandler, Response } from 'express'
import { systemActor } from '../access/actor.ts'
import { signedIn } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { DomainError } from '../platform/errors.ts'
import { readOnly } from '../platform/transact.ts'
import { sellerOfLink } from '../terms/evidence-link.ts'
import { exportBundle } from '../terms/export-bundle.ts'
import { findReceipt } from '../terms/find-receipt.ts'
import { publishedKeys } from '../terms/published-keys.ts'
import { renderReceipt } from '../terms/render-receipt.ts'
import { clientAddress } from './client-address.ts'
import { callerOf, contextFor, type ApiParts, type Caller } from './request-context.ts'

const statusOf: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  TERMS_NOT_SEALED: 409,
}

/** The seller that the request's link was made for, as the product at work for it; without a link, who is signed in. */
async function evidenceCaller(parts: ApiParts, request: Request): Promise<Caller> {
  const query = new URL(request.originalUrl, 'http://localhost').searchParams
  const seller = sellerOfLink(parts, request.path, query)
  if (!seller) return callerOf(parts, request.headers.authorization)
  const [row] = await parts.root
    .fork()
    .execute<Array<{ ancestors: string[] | null }>>('SELECT (s).ancestors FROM gate.seller_scope(?) AS s', [
      seller,
    ])
  const actor = systemActor({ id: seller, ancestors: row?.ancestors ?? [] })
  return { actor, again: () => Promise.resolve(actor) }
}

function refuseTo(response: Response, error: DomainError): void {
  const [problem] = error.problems
  const code = problem?.code ?? 'NOT_FOUND'
  response.status(statusOf[code] ?? 400).json({ code, message: problem?.message })
}

function answering(
  parts: ApiParts,
  answer: (ctx: Ctx, response: Response, id: string) => Promise<void>,
): RequestHandler {
  return async (request, response, next) => {
    try {
      const caller = await evidenceCaller(parts, request)
      signedIn(caller)
      const from = { ip: clientAddress(request, parts.trustsProxy), userAgent: null }
      response.setHeader('cache-control', 'private, no-store')
      await answer(contextFor(parts, caller, from), response, String(request.params['id']))
    } catch (error) {
      if (error instanceof DomainError) refuseTo(response, error)
      else next(error)
    }
  }
}

/** Sends a file under this name. */
function sendFile(response: Response, name: string, file: { type: string; body: Buffer | string }): void {
  response.setHeader('content-disposition', `attachment; filename="${name}"`)
  response.type(file.type).send(file.body)
}

/**
 * Serves evidence over HTTP, to a Bearer token or a link that works for minutes: the receipt of an acceptance as PDF and
 * the bundle of an order as JSON; and to everybody the public keys that verify them.
 */
export function serveEvidence(app: Express, parts: ApiParts): void {
  app.get('/.well-known/jwks.json', (_request, response) => {
    response.setHeader('cache-control', 'public, max-age=3600')
    response.type('application/jwk-set+json').send(JSON.stringify({ keys: publishedKeys(parts.keys) }))
  })
  const receipt = answering(parts, async (ctx, response, id) => {
    const facts = await readOnly(ctx, (unit) => findReceipt(unit, id))
    if (!facts) {
      response.status(404).json({ code: 'NOT_FOUND', message: 'There is no sealed evidence with this id.' })
      return
    }
    sendFile(response, `${id}.pdf`, { type: 'application/pdf', body: await renderReceipt(facts) })
  })
  const bundle = answering(parts, async (ctx, response, id) => {
    const exported = await readOnly(ctx, (unit) => exportBundle(unit, id))
    sendFile(response, `${id}.json`, {
      type: 'application/json',
      body: `${JSON.stringify(exported, null, 2)}\n`,
    })
  })
  app.get('/evidence/receipts/:id.pdf', receipt)
  app.get('/evidence/orders/:id.json', bundle)
}
