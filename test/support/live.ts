import { createClient as createSseClient } from 'graphql-sse'
import { createClient as createWsClient } from 'graphql-ws'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient, Json } from './api-client.ts'

/** A live stream as a front end holds it. */
export interface LiveStream {
  /** What came so far, in order. */
  readonly updates: Json[]
  /** Why the server ended the stream; null while it has not. */
  readonly refusal: () => unknown
  /** Waits until the updates are as wanted, at most fifteen seconds. */
  until(wanted: (updates: Json[]) => boolean): Promise<Json[]>
  stop(): void
}

interface Sink {
  next: (value: { data?: Json; errors?: unknown }) => void
  error: (error: unknown) => void
  complete: () => void
}

type Subscribe = (sink: Sink) => () => void

function streamOf(field: string, subscribe: Subscribe, end: () => void): LiveStream {
  const updates: Json[] = []
  let refusal: unknown = null
  const stop = subscribe({
    next: ({ data, errors }) => {
      if (errors) refusal = errors
      else updates.push(data[field])
    },
    error: (error) => void (refusal = error),
    complete: () => undefined,
  })
  return {
    updates,
    refusal: () => refusal,
    async until(wanted) {
      for (let tries = 0; tries < 300; tries++) {
        if (wanted(updates)) return updates
        await sleep(50)
      }
      throw new Error(`The stream did not get there: ${JSON.stringify({ updates, refusal }, null, 1)}`)
    },
    stop() {
      stop()
      end()
    },
  }
}

const authorization = (client: ApiClient): Record<string, string> =>
  client.token ? { authorization: `Bearer ${client.token}` } : {}

/** Which transport carries a subscription. */
export type Transport = 'graphql-ws' | 'graphql-sse'

/** Subscribes over one of the two transports, through the public client libraries. */
export function listen(
  transport: Transport,
  client: ApiClient,
  what: { query: string; variables: Record<string, unknown> },
): LiveStream {
  const field = /\{\s*(\w+)/.exec(what.query.slice(what.query.indexOf('{')))?.[1] ?? ''
  if (transport === 'graphql-ws') {
    const ws = createWsClient({
      url: `${client.url.replace(/^http/, 'ws')}/graphql`,
      connectionParams: authorization(client),
      retryAttempts: 0,
    })
    return streamOf(
      field,
      (sink) => ws.subscribe<Json>(what, sink as Parameters<typeof ws.subscribe>[1] as never),
      () => void ws.dispose(),
    )
  }
  const sse = createSseClient({
    url: `${client.url}/graphql/stream`,
    headers: authorization(client),
    retryAttempts: 0,
  })
  return streamOf(
    field,
    (sink) => sse.subscribe<Json>(what, sink as never),
    () => sse.dispose(),
  )
}
