import type { Ctx } from '../access/ctx.ts'
import { seal, unseal } from '../platform/envelope.ts'
import type { StoredSecret, WebhookEndpoint, WebhookSignatureScheme } from './webhook-endpoint.entity.ts'
import type { WebhookPublicKey } from './webhook-public-key.view.ts'
import { createWebhookSecret } from './webhook-secret.ts'
import { createWebhookSigningKey } from './webhook-signing-key.ts'

/** How long a replaced secret still signs beside its successor. */
const overlapMs = 24 * 3600 * 1000

/** New secrets of an endpoint: what is shown once, and what is stored. */
export interface NewSecrets {
  /** The `whsec_` secret; null when it signs with a key pair alone. */
  shown: string | null
  stored: StoredSecret[]
  createdAt: Date
}

/** The secrets that a scheme signs with, new, for this endpoint. */
export function newSecrets(ctx: Ctx, endpointId: string, scheme: WebhookSignatureScheme): NewSecrets {
  const bytes = (length: number) => ctx.ids.bytes(length)
  const shown = scheme === 'ED25519' ? null : createWebhookSecret(bytes)
  const pair = scheme === 'HMAC' ? null : createWebhookSigningKey(bytes)
  const createdAt = ctx.clock.now()
  const common = { createdAt: createdAt.toISOString(), notAfter: null }
  const sealed = (plain: string) => ({ sealed: seal(plain, ctx.keys, endpointId), ...common })
  return {
    shown,
    createdAt,
    stored: [
      ...(shown ? [sealed(shown)] : []),
      ...(pair ? [{ ...sealed(pair.privateKey), publicKey: pair.publicKey }] : []),
    ],
  }
}

function isLive(secret: StoredSecret, now: Date): boolean {
  return secret.notAfter === null || new Date(secret.notAfter) > now
}

/** Puts new secrets in front; those in force before sign for 24 hours more at most, expired ones are dropped. */
export function withNewSecrets(ctx: Ctx, secrets: StoredSecret[], added: StoredSecret[]): StoredSecret[] {
  const now = ctx.clock.now()
  const notAfter = new Date(now.getTime() + overlapMs).toISOString()
  const kept = secrets.filter((secret) => isLive(secret, now))
  return [...added, ...kept.map((secret) => ({ ...secret, notAfter: secret.notAfter ?? notAfter }))]
}

/** The `whsec_` and `whsk_` secrets that sign now, newest first. */
export function liveSecrets(ctx: Ctx, endpoint: WebhookEndpoint): string[] {
  const now = ctx.clock.now()
  return endpoint.secrets
    .filter((secret) => isLive(secret, now))
    .map((secret) => unseal(secret.sealed, ctx.keys, endpoint.id))
}

/** The public keys whose private halves sign now, newest first. */
export function livePublicKeys(ctx: Ctx, endpoint: WebhookEndpoint): WebhookPublicKey[] {
  const now = ctx.clock.now()
  return endpoint.secrets
    .filter((secret) => isLive(secret, now))
    .flatMap(({ publicKey, createdAt, notAfter }) =>
      publicKey
        ? [{ key: publicKey, createdAt: new Date(createdAt), notAfter: notAfter ? new Date(notAfter) : null }]
        : [],
    )
}
