import type { Ctx } from '../access/ctx.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { optionalText } from '../platform/field-checks.ts'
import { allowWebhooks } from './allow-webhooks.ts'
import { changeEndpoint } from './change-endpoint.ts'
import { deliveryChoices } from './delivery-choices.ts'
import { endpointProblems, missingQueryProblems } from './endpoint-problems.ts'
import { findWebhookEndpointForUpdate } from './find-webhook-endpoint-for-update.ts'
import { recordEndpointEvent } from './record-endpoint-event.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'
import { webhookEndpointUpdated } from './webhooks.events.ts'
import type { WebhookEndpointUpdateInput } from './webhooks.inputs.ts'

function clearedProblems(input: WebhookEndpointUpdateInput): Problem[] {
  return (['url', 'eventTypes', 'format', 'payload', 'headers', 'timeoutSeconds', 'query'] as const)
    .filter((field) => input[field] === null)
    .map((field) => ({ code: 'REQUIRED', message: 'Send a value, or leave the field out.', path: [field] }))
}

/** Changes an endpoint; messages that wait go to the new URL. Refuses as `createWebhookEndpoint`, and VERSION_CONFLICT. */
export async function updateWebhookEndpoint(
  ctx: Ctx,
  input: WebhookEndpointUpdateInput,
): Promise<WebhookEndpoint> {
  allowWebhooks(ctx, 'WEBHOOK_WRITE')
  refuseAll([...clearedProblems(input), ...endpointProblems(ctx, input)])
  const endpoint = await findWebhookEndpointForUpdate(ctx, input.endpointId, input.expectedVersion)
  refuseAll(missingQueryProblems(input.payload, input.query ?? endpoint.query))
  changeEndpoint(ctx, endpoint, {
    // What was learned of another receiver says nothing of this one.
    ...(input.url && input.url !== endpoint.url ? { url: input.url, breaker: null, pausedUntil: null } : {}),
    ...(input.eventTypes ? { eventTypes: [...new Set(input.eventTypes)] } : {}),
    ...deliveryChoices(ctx, endpoint.id, input),
    ...(input.description === undefined ? {} : { description: optionalText(input.description) }),
  })
  return recordEndpointEvent(ctx, webhookEndpointUpdated, endpoint)
}
