import type { Ctx } from '../access/ctx.ts'
import type { AuthenticationWish } from './authentication.rules.ts'
import { storedAuthentication, storedHeaders } from './endpoint-headers.ts'
import { paceColumns, type PaceWishes } from './endpoint-pace.ts'
import type { EndpointHeader } from './header.rules.ts'
import { readWebhookFilter } from './read-webhook-filter.ts'
import type { WebhookEndpoint, WebhookFormat, WebhookPayload } from './webhook-endpoint.entity.ts'
import type { WebhookFilterTree } from './webhook-filter.view.ts'

/** How an endpoint wants to be told; what is absent stays as it is, a null filter lets everything pass. */
export interface DeliveryWishes extends PaceWishes {
  format?: WebhookFormat | null | undefined
  payload?: WebhookPayload | null | undefined
  filter?: WebhookFilterTree | null | undefined
  headers?: EndpointHeader[] | null | undefined
  timeoutSeconds?: number | null | undefined
  /** Null takes it away. */
  authentication?: AuthenticationWish | null | undefined
  query?: string | null | undefined
  /** Null: never. */
  expiresAt?: Date | null | undefined
}

/** The columns of what was wished, once `endpointProblems` has found nothing. */
export function deliveryChoices(
  ctx: Ctx,
  endpointId: string,
  wishes: DeliveryWishes,
): Partial<WebhookEndpoint> {
  const { format, payload, filter, headers, timeoutSeconds, authentication, expiresAt, query } = wishes
  return {
    ...(format ? { format } : {}),
    ...(payload ? { payload } : {}),
    ...(filter === undefined ? {} : { filter: filter && readWebhookFilter(filter) }),
    ...(headers ? storedHeaders(ctx, endpointId, headers) : {}),
    ...(timeoutSeconds ? { timeoutSeconds } : {}),
    ...paceColumns(wishes),
    ...(authentication === undefined ? {} : storedAuthentication(ctx, endpointId, authentication)),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    // It has been judged just now.
    ...(query ? { query, queryProblem: null } : {}),
  }
}
