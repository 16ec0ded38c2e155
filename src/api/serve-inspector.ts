import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import { systemActor } from '../access/actor.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { readOnly } from '../platform/transact.ts'
import { allowWebhooks } from '../webhooks/allow-webhooks.ts'
import { judgeSignature } from '../webhooks/judge-signature.ts'
import { answerProblem } from './answer-problem.ts'
import { clientAddress } from './client-address.ts'
import { inspectedRequests, type InspectedRequests } from './inspected-requests.ts'
import { inspectorNameOf, sellerOfInspectorName } from './inspector-name.ts'
import { contextFor, contextOfRequest, type ApiParts } from './request-context.ts'

/** What the request inspector needs. */
interface Inspector {
  parts: ApiParts
  kept: InspectedRequests
  /** The address of this server, as its own workers reach it on that port. */
  addressOf: (port: number) => string
}

const parse = express.raw({ type: () => true, limit: '1mb' })

async function bodyOf(request: Request, response: Response): Promise<Buffer> {
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error: unknown) => {
      if (error) reject(refuse('BAD_REQUEST', 'Send at most 1 MB.'))
      else resolve()
    })
  })
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** `?status=503` tries out what happens to a delivery that fails. */
function statusWished(request: Request): number {
  const wished = Number(request.query['status'])
  return Number.isInteger(wished) && wished >= 200 && wished <= 599 ? wished : 204
}

/** Names and values as they came; one that came twice stands twice. */
function headersOf({ rawHeaders }: Request): Array<{ name: string; value: string }> {
  return rawHeaders.flatMap((name, at) =>
    at % 2 === 0 ? [{ name: name.toLowerCase(), value: rawHeaders[at + 1] ?? '' }] : [],
  )
}

/** Takes a request to a seller's address, whoever sends it: nothing is done with it but to show it to that seller. */
async function receive({ parts, kept }: Inspector, request: Request, response: Response): Promise<void> {
  const sellerId = sellerOfInspectorName(parts.keys, String(request.params['name']))
  if (!sellerId) throw notFound('address')
  const body = await bodyOf(request, response)
  const headers = headersOf(request)
  const actor = systemActor({ id: sellerId, ancestors: [] })
  const caller = { actor, again: () => Promise.resolve(actor) }
  const from = { ip: clientAddress(request, parts.trustsProxy), userAgent: null }
  const judged = await readOnly(contextFor(parts, caller, from), (unit) =>
    judgeSignature(unit, {
      path: request.path,
      headers: Object.fromEntries(headers.map(({ name, value }) => [name, value])),
      body,
    }),
  )
  const answered = statusWished(request)
  kept.keep(sellerId, {
    id: parts.ids.next('req'),
    receivedAt: parts.clock.now().toISOString(),
    method: request.method,
    path: request.originalUrl,
    headers,
    body: body.toString('utf8'),
    ...judged,
    answered,
  })
  response.status(answered).end()
}

/** Whoever may change endpoints may see all that is sent to them, their own headers included. */
async function sellerAsking(parts: ApiParts, request: Request): Promise<string> {
  const ctx = await contextOfRequest(parts, request)
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  return ctx.actor.sellerId
}

async function show({ parts, kept, addressOf }: Inspector, request: Request, response: Response) {
  const sellerId = await sellerAsking(parts, request)
  const server = parts.publicUrl ?? addressOf(request.socket.localPort ?? 0).replace(/\/+$/, '')
  const url = `${server}/inspect/${inspectorNameOf(parts.keys, sellerId)}`
  response.setHeader('cache-control', 'private, no-store')
  response.json({ url, requests: kept.of(sellerId) })
}

async function forget({ parts, kept }: Inspector, request: Request, response: Response): Promise<void> {
  kept.forget(await sellerAsking(parts, request))
  response.status(204).end()
}

/**
 * Serves the request inspector, for trying webhooks without a receiver: `/inspect/{name}` takes any request and answers
 * 204, or what `?status=` says; `GET /inspect` tells whoever holds WEBHOOK_WRITE the address of their reseller and the
 * last 50 requests to it, with whether they were signed as they should be; `DELETE /inspect` forgets them. What came in is
 * in the memory of this process: it serves a machine on which somebody tries things. Since 0.3.
 */
export function serveInspector(app: Express, parts: ApiParts, addressOf: Inspector['addressOf']): void {
  const inspector = { parts, kept: inspectedRequests(), addressOf }
  const answering =
    (work: (inspector: Inspector, request: Request, response: Response) => Promise<void>): RequestHandler =>
    (request, response) => {
      work(inspector, request, response).catch((error: unknown) => answerProblem(parts.log, response, error))
    }
  app.get('/inspect', answering(show))
  app.delete('/inspect', answering(forget))
  app.all('/inspect/:name', answering(receive))
}
