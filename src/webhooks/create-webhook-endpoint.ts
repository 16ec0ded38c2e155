import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { optionalText } from '../platform/field-checks.ts'
import { unseal } from '../platform/envelope.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { currentApiVersion } from './api-version.rules.ts'
import { deliveryChoices } from './delivery-choices.ts'
import { endpointProblems, missingQueryProblems } from './endpoint-problems.ts'
import { newSecrets } from './endpoint-secrets.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointCreated } from './webhooks.events.ts'
import type { WebhookEndpointCreateInput } from './webhooks.inputs.ts'

const mostEndpoints = 100

async function addEndpoint(ctx: Ctx, input: WebhookEndpointCreateInput): Promise<WebhookEndpoint> {
  const { sellerId } = ctx.actor
  if ((await ctx.em.count(WebhookEndpoint, { sellerId, deletedAt: null })) >= mostEndpoints)
    throw refuse('WEBHOOK_ENDPOINT_LIMIT', `Delete one first: a reseller has at most ${mostEndpoints}.`)
  const id = ctx.ids.next('whe')
  const signatureScheme = input.signatureScheme ?? 'HMAC'
  // The very instant of the secrets: by it a repeat tells the first from later ones.
  const { stored: secrets, createdAt: now } = newSecrets(ctx, id, signatureScheme)
  const endpoint = Object.assign(new WebhookEndpoint(), {
    id,
    sellerId,
    createdBy: ctx.actor.id,
    url: input.url,
    description: optionalText(input.description),
    eventTypes: [...new Set(input.eventTypes)],
    source: input.source ?? 'API',
    apiVersion: input.apiVersion ?? currentApiVersion,
    ...deliveryChoices(ctx, id, input),
    signatureScheme,
    secrets,
    createdAt: now,
    updatedAt: now,
  })
  ctx.em.persist(endpoint)
  return recordEndpointEvent(ctx, webhookEndpointCreated, endpoint)
}

/** The shared secret that the endpoint was made with; null once it has been replaced, or when there is none. */
function firstSecret(ctx: Ctx, endpoint: WebhookEndpoint): string | null {
  const first = endpoint.secrets.find((secret) => !secret.publicKey)
  if (!first || first.createdAt !== endpoint.createdAt.toISOString()) return null
  return unseal(first.sealed, ctx.keys, endpoint.id)
}

/**
 * Adds an endpoint of the caller's reseller and its first secret. A repeat with the same key answers the same, the
 * secret included until it is rotated. Refuses WEBHOOK_URL_*, WEBHOOK_EVENT_TYPE_*, FILTER_*, HEADER_*,
 * TIMEOUT_INVALID, PACE_INVALID, AUTHENTICATION_*, EXPIRY_PASSED, API_VERSION_UNKNOWN, WEBHOOK_QUERY_INVALID,
 * WEBHOOK_ENDPOINT_LIMIT.
 */
export async function createWebhookEndpoint(
  ctx: Ctx,
  input: WebhookEndpointCreateInput,
): Promise<{ webhookEndpoint: WebhookEndpoint; secret: string | null }> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  refuseAll([...endpointProblems(ctx, input), ...missingQueryProblems(input.payload, input.query)])
  const webhookEndpoint = await idempotent(
    ctx,
    { operation: 'webhookEndpointCreate', input },
    {
      work: () => addEndpoint(ctx, input),
      async replay(id) {
        const endpoint = await ctx.em.findOne(WebhookEndpoint, { id, deletedAt: null })
        if (!endpoint) throw notFound('webhook endpoint')
        return endpoint
      },
    },
  )
  return { webhookEndpoint, secret: firstSecret(ctx, webhookEndpoint) }
}
