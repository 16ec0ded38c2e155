import type { Ctx } from '../access/ctx.ts'
import { seal, unseal } from '../platform/envelope.ts'
import { createWebhookSecret } from './webhook-secret.ts'
import type { StoredSecret, WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** How long a replaced secret still signs beside its successor. */
const overlapMs = 24 * 3600 * 1000

/** A new secret: as it is shown once, and as it is stored for this endpoint. */
export function newSecret(ctx: Ctx, endpointId: string): { shown: string; stored: StoredSecret } {
  const shown = createWebhookSecret((length) => ctx.ids.bytes(length))
  const sealed = seal(shown, ctx.keys, endpointId)
  return { shown, stored: { sealed, createdAt: ctx.clock.now().toISOString(), notAfter: null } }
}

function isLive(secret: StoredSecret, now: Date): boolean {
  return secret.notAfter === null || new Date(secret.notAfter) > now
}

/** Puts a new secret in front; those in force before sign for 24 hours more at most, expired ones are dropped. */
export function withNewSecret(ctx: Ctx, secrets: StoredSecret[], added: StoredSecret): StoredSecret[] {
  const now = ctx.clock.now()
  const notAfter = new Date(now.getTime() + overlapMs).toISOString()
  const kept = secrets.filter((secret) => isLive(secret, now))
  return [added, ...kept.map((secret) => ({ ...secret, notAfter: secret.notAfter ?? notAfter }))]
}

/** The `whsec_` secrets that sign now, newest first. */
export function liveSecrets(ctx: Ctx, endpoint: WebhookEndpoint): string[] {
  const now = ctx.clock.now()
  return endpoint.secrets
    .filter((secret) => isLive(secret, now))
    .map((secret) => unseal(secret.sealed, ctx.keys, endpoint.id))
}
