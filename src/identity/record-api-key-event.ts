import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import type { ApiKey } from './api-key.entity.ts'
import type { apiKeyCreated } from './identity.events.ts'

/** Records an event of an API key with its snapshot, which never holds the secret. */
export function recordApiKeyEvent(ctx: Ctx, definition: typeof apiKeyCreated, key: ApiKey): void {
  const { id, sellerId, organizationId, name, lastFour, scopes, createdBy, expiresAt, revokedAt } = key
  const snapshot = {
    id,
    sellerId,
    organizationId,
    name,
    lastFour,
    scopes,
    createdBy,
    expiresAt: expiresAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  }
  // A key has two states, so its version is told by whether it is revoked.
  const subject = { id, sellerId, organizationId, version: revokedAt ? 2 : 1 }
  record(ctx, definition, { subject, data: { apiKey: snapshot } })
}
