import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { inWriteReach } from '../access/write-reach.ts'
import { idempotent } from '../events/idempotent.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { fieldProblems, textWithin } from '../platform/field-checks.ts'
import { sha256 } from '../platform/secrets.ts'
import { ApiKey } from './api-key.entity.ts'
import type { ApiKeyCreateInput } from './api-key.inputs.ts'
import { apiKeyCreated } from './identity.events.ts'
import { recordApiKeyEvent } from './record-api-key-event.ts'
import { scopeProblems } from './roles.policy.ts'

function expiryProblems(ctx: Ctx, expiresAt: Date | null | undefined): Problem[] {
  const path = ['expiresAt']
  if (expiresAt && expiresAt <= ctx.clock.now())
    return [{ code: 'EXPIRY_IN_THE_PAST', message: 'Use a time in the future, or leave it out.', path }]
  // Otherwise a key that ends could live on in one that it made.
  const { kind, expiresAt: own } = ctx.actor
  if (kind === 'API_KEY' && own && (!expiresAt || expiresAt > own))
    return [
      { code: 'EXPIRY_TOO_LATE', message: `Use at most ${own.toISOString()}, when this key ends.`, path },
    ]
  return []
}

async function addKey(ctx: Ctx, input: ApiKeyCreateInput, secret: string): Promise<ApiKey> {
  const id = input.organizationId ?? ctx.actor.organizationId
  const organization = await ctx.em.findOne(Organization, { id })
  // Of the own tenant only: a key below would act where nobody there made it.
  if (!organization) throw notFound('organization', ['organizationId'])
  inWriteReach(ctx, organization, ['organizationId'])
  const scopes = [...new Set(input.scopes)]
  refuseAll([
    ...fieldProblems({ name: [input.name, textWithin(100)] }),
    ...scopeProblems(ctx.actor, organization.kind, scopes),
    ...expiryProblems(ctx, input.expiresAt),
  ])
  const key = Object.assign(new ApiKey(), {
    id: ctx.ids.next('key'),
    sellerId: organization.sellerId,
    organizationId: organization.id,
    createdBy: ctx.actor.id,
    name: input.name.trim(),
    secretHash: sha256(secret),
    lastFour: secret.slice(-4),
    scopes,
    createdAt: ctx.clock.now(),
    expiresAt: input.expiresAt ?? null,
  })
  ctx.em.persist(key)
  recordApiKeyEvent(ctx, apiKeyCreated, key)
  return key
}

/**
 * Makes a credential for a program: `cs_<id>_<secret>`, shown once and stored as a hash. A repeat with the same
 * idempotency key answers with the key and no secret. Records api_key.created. Refuses SCOPE_NOT_GRANTABLE.
 */
export async function createApiKey(
  ctx: Ctx,
  input: ApiKeyCreateInput,
): Promise<{ apiKey: ApiKey; secret: string | null }> {
  allow(ctx, 'API_KEY_WRITE')
  if (!input.idempotencyKey)
    throw refuse('IDEMPOTENCY_KEY_INVALID', 'Send a text of your own.', ['idempotencyKey'])
  let secret: string | null = null
  const apiKey = await idempotent(
    ctx,
    { operation: 'apiKeyCreate', input },
    {
      work: async () => {
        const random = ctx.ids.bytes(32).toString('base64url')
        const key = await addKey(ctx, input, random)
        secret = `cs_${key.id.replace(/^key_/, '')}_${random}`
        return key
      },
      replay: async (id) => {
        const key = await ctx.em.findOne(ApiKey, { id })
        if (!key) throw notFound('API key')
        return key
      },
    },
  )
  return { apiKey, secret }
}
