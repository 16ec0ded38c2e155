import type { Ctx } from '../access/ctx.ts'
import { seal, unseal } from '../platform/envelope.ts'
import type { EndpointHeader } from './header.rules.ts'
import type { WebhookEndpoint } from './webhook-endpoint.entity.ts'

/** An endpoint's own headers as they are stored: the names to be seen, the values for this endpoint alone. */
export function storedHeaders(
  ctx: Ctx,
  endpointId: string,
  headers: readonly EndpointHeader[],
): Pick<WebhookEndpoint, 'headerNames' | 'sealedHeaders'> {
  const named = headers.map(({ name, value }) => [name.toLowerCase(), value] as const)
  return {
    headerNames: named.map(([name]) => name),
    sealedHeaders:
      named.length > 0 ? seal(JSON.stringify(Object.fromEntries(named)), ctx.keys, endpointId) : null,
  }
}

/** The headers that an endpoint's owner wants with each request, names in lower case. */
export function ownHeaders(ctx: Ctx, { id, sealedHeaders }: WebhookEndpoint): Record<string, string> {
  return sealedHeaders ? (JSON.parse(unseal(sealedHeaders, ctx.keys, id)) as Record<string, string>) : {}
}
