import { CountersignError, type ToldFault } from './countersign-error.ts'
import type { TypedDocumentString } from './generated/operations.ts'

/** How to reach a server, and as whom. */
export interface ClientOptions {
  /** The server, such as `https://orders.example.com`. */
  url: string
  /** An API key (`cs_...`) or the token of a sign-in. */
  apiKey: string
  /** Ends a request that takes longer; default 30 seconds. */
  timeoutMs?: number
  /** Sends requests in place of the global `fetch`. */
  fetch?: typeof globalThis.fetch
}

/** Sends operations. */
export interface Client {
  /**
   * Sends a query or a mutation and answers with its data. Mutations refuse by `userErrors` in their payload.
   * @throws CountersignError when the request as a whole was not carried out
   */
  request<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): Promise<Result>
}

interface Answer<Result> {
  data?: Result | null
  errors?: ToldFault[]
}

/** A client for one server and one key. It keeps no state and opens no connection of its own. */
export function createClient(options: ClientOptions): Client {
  const { apiKey, timeoutMs = 30_000, fetch = globalThis.fetch } = options
  const url = new URL('/graphql', options.url)
  return {
    async request<Result, Variables>(document: TypedDocumentString<Result, Variables>, variables: Variables) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify({ query: document.toString(), variables }),
        signal: AbortSignal.timeout(timeoutMs),
      })
      const { data, errors = [] } = await read<Result>(response)
      if (data === undefined || data === null || errors.length > 0)
        throw new CountersignError(errors, response.status)
      return data
    },
  }
}

/** What stands between the server and its client may answer with a page of its own. */
async function read<Result>(response: Response): Promise<Answer<Result>> {
  const text = await response.text()
  try {
    return JSON.parse(text) as Answer<Result>
  } catch {
    return {}
  }
}
