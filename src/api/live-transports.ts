import type { IncomingMessage, Server } from 'node:http'
import type { Express, Response } from 'express'
import {
  execute,
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql'
import { createHandler } from 'graphql-sse/lib/use/express'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import { DomainError } from '../platform/errors.ts'
import { isLoopbackHost } from '../platform/config.ts'
import type { ApiCtx } from './api-ctx.ts'
import { clientAddress } from './client-address.ts'
import { limitRules, limits } from './limits.ts'
import { subscribeTold } from './subscribe-told.ts'
import { callerOf, contextFor, type ApiParts, type Caller } from './request-context.ts'

interface LiveOptions {
  parts: ApiParts
  schema: GraphQLSchema
  introspection: boolean
  host: string
}

const subscriptionsPerSocket = 20
const largestMessage = 64 * 1024
const onlySubscriptions =
  'Only subscriptions travel over WebSocket and SSE. Send queries and mutations by HTTP POST.'

interface LiveRequest {
  query: string
  variables?: unknown
  operationName?: unknown
}

type Checked = { errors: readonly GraphQLError[] } | { errors: null; args: LiveArgs }

interface LiveArgs {
  schema: GraphQLSchema
  document: DocumentNode
  variableValues: Record<string, unknown>
  operationName?: string
}

/** Parses and validates a live operation as strictly as one over HTTP; only subscriptions travel here. */
function check(options: LiveOptions, payload: LiveRequest): Checked {
  const rules = [
    ...specifiedRules,
    ...limitRules,
    ...(options.introspection ? [] : [NoSchemaIntrospectionCustomRule]),
  ]
  let document: DocumentNode
  try {
    document = parse(payload.query, { maxTokens: limits.tokens })
  } catch (error) {
    return { errors: [error as GraphQLError] }
  }
  const errors = validate(options.schema, document, rules, { maxErrors: 5 })
  if (errors.length > 0) return { errors }
  const operationName = typeof payload.operationName === 'string' ? payload.operationName : undefined
  if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION)
    return { errors: [new GraphQLError(onlySubscriptions, { extensions: { code: 'BAD_REQUEST' } })] }
  const variableValues = (payload.variables ?? {}) as Record<string, unknown>
  const args = { schema: options.schema, document, variableValues }
  return { errors: null, args: operationName ? { ...args, operationName } : args }
}

/** A socket may come from our own pages, from a program (no Origin), or from localhost while we listen there only. */
function originAllowed(request: IncomingMessage, host: string): boolean {
  const { origin } = request.headers
  if (!origin) return true
  const from = URL.parse(origin)
  if (!from) return false
  return from.host === request.headers.host || (isLoopbackHost(host) && isLoopbackHost(from.hostname))
}

/** Sockets that ask for /graphql and come from where they may; every other upgrade is cut off. */
function socketsOf(http: Server, host: string): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  })
  http.on('upgrade', (request, socket, head) => {
    const path = request.url?.split('?')[0]
    if (path !== '/graphql' || !originAllowed(request, host)) return void socket.destroy()
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit('connection', ws, request))
  })
  return sockets
}

function serveWebSocket(http: Server, options: LiveOptions) {
  const { parts } = options
  const callers = new WeakMap<object, Caller>()
  return useServer(
    {
      subscribe: subscribeTold,
      async onConnect({ connectionParams, extra }) {
        const given = connectionParams?.['authorization'] ?? connectionParams?.['Authorization']
        const header = typeof given === 'string' ? given : extra.request.headers.authorization
        try {
          callers.set(extra.socket, await callerOf(parts, header))
          return true
        } catch {
          return false
        }
      },
      onSubscribe(ctx, _id, payload) {
        if (Object.keys(ctx.subscriptions).length >= subscriptionsPerSocket)
          return [new GraphQLError(`A connection carries at most ${subscriptionsPerSocket} subscriptions.`)]
        const checked = check(options, payload)
        if (checked.errors) return checked.errors
        const caller = callers.get(ctx.extra.socket)
        if (!caller) return [new GraphQLError('Connect before you subscribe.')]
        const ip = clientAddress(ctx.extra.request, parts.trustsProxy)
        return { ...checked.args, contextValue: contextFor(parts, caller, { ip, userAgent: null }) }
      },
    },
    socketsOf(http, options.host),
  )
}

/** Serves SSE; the function it gives ends the open streams, whose clients then connect again elsewhere. */
function serveEvents(app: Express, options: LiveOptions): () => void {
  const { parts } = options
  const open = new Set<Response>()
  const handler = createHandler({
    execute,
    subscribe: subscribeTold,
    async onSubscribe(request, payload) {
      try {
        const caller = await callerOf(parts, request.raw.headers.authorization)
        const checked = check(options, payload)
        if (checked.errors) return { errors: checked.errors }
        const ip = clientAddress(request.raw, parts.trustsProxy)
        // The library types contexts as records; ours is an interface, which has no index signature.
        const contextValue = contextFor(parts, caller, { ip, userAgent: null }) as ApiCtx &
          Record<string, unknown>
        return { ...checked.args, contextValue }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error
        const { code, problems } = error
        return { errors: [new GraphQLError(problems[0]?.message ?? '', { extensions: { code } })] }
      }
    },
  })
  app.use('/graphql/stream', (request, response) => {
    open.add(response)
    response.on('close', () => open.delete(response))
    return handler(request, response)
  })
  return () => {
    for (const response of open) response.end()
  }
}

/** GraphQL subscriptions over graphql-ws (WebSocket at /graphql) and graphql-sse (at /graphql/stream). */
export function serveLive(app: Express, http: Server, options: LiveOptions): { close(): Promise<void> } {
  const overWebSocket = serveWebSocket(http, options)
  const endEvents = serveEvents(app, options)
  return {
    async close() {
      endEvents()
      await overWebSocket.dispose()
    },
  }
}
