import { createPublicKey, verify } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import type { Ctx } from '../access/ctx.ts'
import { liveSecrets } from './endpoint-secrets.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { isWebhookSigningKey, parseWebhookSigningKey } from './webhook-signing-key.ts'

/**
 * VALID: a secret in force signed exactly these bytes, within the last five minutes. INVALID: none did. UNSIGNED: there
 * is no `webhook-signature`. UNKNOWN_ENDPOINT: no endpoint has this address, so there is no secret to ask.
 */
export type SignatureVerdict = 'VALID' | 'INVALID' | 'UNSIGNED' | 'UNKNOWN_ENDPOINT'

/** A request that arrived somewhere. */
export interface SignedRequest {
  /** Path that it was sent to, without query. */
  path: string
  headers: Record<string, string>
  body: Buffer
}

const mostEndpoints = 50
const toleranceSeconds = 300

function isSignedByPair(ctx: Ctx, secret: string, { headers, body }: SignedRequest): boolean {
  const timestamp = headers['webhook-timestamp'] ?? ''
  const age = Math.abs(ctx.clock.now().getTime() / 1000 - Number(timestamp))
  if (!(age <= toleranceSeconds)) return false
  const signed = Buffer.concat([Buffer.from(`${headers['webhook-id'] ?? ''}.${timestamp}.`), body])
  const key = createPublicKey(parseWebhookSigningKey(secret))
  return (headers['webhook-signature'] ?? '')
    .split(' ')
    .filter((one) => one.startsWith('v1a,'))
    .some((one) => verify(null, signed, key, Buffer.from(one.slice(4), 'base64')))
}

/** As a receiver finds out who uses the public package. */
function isSignedBySecret(secret: string, { headers, body }: SignedRequest): boolean {
  try {
    new Webhook(secret).verify(body.toString('utf8'), headers)
    return true
  } catch {
    return false
  }
}

const isSignedBy = (ctx: Ctx, secret: string, request: SignedRequest) =>
  isWebhookSigningKey(secret) ? isSignedByPair(ctx, secret, request) : isSignedBySecret(secret, request)

/**
 * Whether a request to an address of ours was signed as it should be: asks the secrets in force of the endpoints that are
 * sent to that path. For the product itself at work for one seller; it answers with no secret.
 */
export async function judgeSignature(
  ctx: Ctx,
  request: SignedRequest,
): Promise<{ verdict: SignatureVerdict; endpointId: string | null }> {
  const similar = await ctx.em.find(
    WebhookEndpoint,
    { sellerId: ctx.actor.sellerId, deletedAt: null, url: { $like: `%${request.path}%` } },
    { orderBy: { id: 'desc' }, limit: mostEndpoints },
  )
  const endpoints = similar.filter(({ url }) => new URL(url).pathname === request.path)
  const [newest] = endpoints
  if (!newest) return { verdict: 'UNKNOWN_ENDPOINT', endpointId: null }
  if (!request.headers['webhook-signature']) return { verdict: 'UNSIGNED', endpointId: newest.id }
  const signer = endpoints.find((endpoint) =>
    liveSecrets(ctx, endpoint).some((secret) => isSignedBy(ctx, secret, request)),
  )
  return { verdict: signer ? 'VALID' : 'INVALID', endpointId: (signer ?? newest).id }
}
