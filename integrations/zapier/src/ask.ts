import type { Bundle, ZObject } from 'zapier-platform-core'
import type { TypedDocumentString } from './generated/operations.ts'

/** What every request needs: Zapier's tools, and the connection of the user. */
export interface Caller {
  z: ZObject
  bundle: Pick<Bundle, 'authData'>
}

interface Fault {
  message: string
  extensions?: { code?: string; retryable?: boolean }
}

interface Answer<Result> {
  data?: Result | null
  errors?: Fault[]
}

const secondsUntilNextTry = 60

/** Sends an operation and answers with its data; faults become the errors that Zapier knows how to treat. */
export async function ask<Result, Variables>(
  { z, bundle }: Caller,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const response = await z.request<Answer<Result> | undefined>({
    url: graphqlUrl(z, bundle.authData['url'] ?? ''),
    method: 'POST',
    headers: {
      authorization: `Bearer ${bundle.authData['apiKey'] ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ query: document.toString(), variables }),
    skipThrowForStatus: true,
  })
  const { data, errors: [fault] = [] } = response.data ?? {}
  if (fault === undefined && data !== undefined && data !== null) return data
  throw problemOf(z, response.status, fault)
}

function problemOf(z: ZObject, status: number, fault: Fault | undefined): Error {
  if (fault?.extensions?.code === 'UNAUTHENTICATED' || status === 401)
    return new z.errors.ExpiredAuthError('The API key does not hold. Make a new one and reconnect.')
  if (fault?.extensions?.retryable === true || status >= 502)
    return new z.errors.ThrottledError('Countersign is busy.', secondsUntilNextTry)
  if (fault !== undefined) return new z.errors.Error(fault.message, fault.extensions?.code, status)
  return new z.errors.Error('This is no Countersign server: check the URL.', 'NO_ANSWER', status)
}

/** The key travels over https only; a server on this machine is one that somebody tries out. */
function graphqlUrl(z: ZObject, base: string): string {
  const url = URL.canParse(base) ? new URL('/graphql', base) : undefined
  const isLocal = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost'
  if (url === undefined || (url.protocol !== 'https:' && !isLocal))
    throw new z.errors.Error('Give the https address of your Countersign server.', 'URL_INVALID', 400)
  return url.href
}
