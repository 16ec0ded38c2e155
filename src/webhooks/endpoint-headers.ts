import type { Ctx } from '../access/ctx.ts'
import { seal, unseal } from '../platform/envelope.ts'
import { authorizationOf, type AuthenticationWish } from './authentication.rules.ts'
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

/** The credential of an endpoint as it is stored: its kind to be seen, its value for this endpoint alone; null: none. */
export function storedAuthentication(
  ctx: Ctx,
  endpointId: string,
  wish: AuthenticationWish | null,
): Pick<WebhookEndpoint, 'authentication' | 'sealedAuthorization'> {
  if (!wish) return { authentication: 'NONE', sealedAuthorization: null }
  return {
    authentication: typeof wish.token === 'string' ? 'BEARER' : 'BASIC',
    sealedAuthorization: seal(authorizationOf(wish), ctx.keys, endpointId),
  }
}

/** The headers that an endpoint's owner wants with each request, its credential included, names in lower case. */
export function ownHeaders(
  ctx: Ctx,
  { id, sealedHeaders, sealedAuthorization }: WebhookEndpoint,
): Record<string, string> {
  const added = sealedHeaders
    ? (JSON.parse(unseal(sealedHeaders, ctx.keys, id)) as Record<string, string>)
    : {}
  if (!sealedAuthorization) return added
  return { ...added, authorization: unseal(sealedAuthorization, ctx.keys, id) }
}
