import { createServer, type Server } from 'node:http'
import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled'
import { ApolloServerPluginDrainHttpServer } from '@apollo/server/plugin/drainHttpServer'
import { expressMiddleware } from '@as-integrations/express5'
import express, { type ErrorRequestHandler, type Express } from 'express'
import type { GraphQLSchema } from 'graphql'
import helmet from 'helmet'
import { DomainError } from '../platform/errors.ts'
import { admission } from './admission.ts'
import type { ApiCtx } from './api-ctx.ts'
import { acceptAwareStatus } from './accept-aware-status.ts'
import { formatError } from './format-error.ts'
import { limitRules, limits } from './limits.ts'
import { listen } from './listen.ts'
import { serveLive } from './live-transports.ts'
import { measureOperations } from './measure-operations.ts'
import { measureRequests } from './measure-requests.ts'
import type { Metrics } from './metrics.ts'
import { readsShareATransaction } from './reads-share-a-transaction.ts'
import { contextOfRequest, type ApiParts } from './request-context.ts'
import { requestDeadline } from './request-deadline.ts'
import { requestIds } from './request-ids.ts'
import { traceOperations } from './trace-operations.ts'

export interface ApiServerOptions {
  parts: ApiParts
  schema: GraphQLSchema
  host: string
  port: number
  /** False in production for the anonymous world; the audits and GraphiQL need it. */
  introspection: boolean
  /** After this long a request is refused with DEADLINE_EXCEEDED. */
  requestDeadlineMs: number
  /** So many requests are worked on at once; the others wait for up to a third of the deadline. */
  requestsAtOnce: number
  metrics: Metrics
  /** More routes: health, metrics, dashboard, pages. */
  routes: (app: Express) => void
}

/** Longer than load balancers keep an idle connection (usually 60 s), so that none is reset as it is used again. */
const idleMs = 65_000
/** How long running requests get to end while the server stops: the usual deadline of one, and a little. */
const graceMs = 11_000

export interface ApiServer {
  port: number
  /** Stops accepting, lets running requests end, closes live connections. */
  close(): Promise<void>
}

function apolloOf(options: ApiServerOptions, http: Server): ApolloServer<ApiCtx> {
  return new ApolloServer<ApiCtx>({
    schema: options.schema,
    introspection: options.introspection,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: limits.tokens },
    maxRecursiveSelections: limits.recursiveSelections,
    validationRules: limitRules,
    formatError: (formatted, thrown) => formatError(options.parts.log, formatted, thrown),
    logger: options.parts.log,
    plugins: [
      // It would answer a browser's GET with a query in GraphiQL's place, by scripts of another host.
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginDrainHttpServer({ httpServer: http, stopGracePeriodMillis: graceMs }),
      readsShareATransaction,
      acceptAwareStatus,
      requestIds,
      measureOperations(options.metrics),
      traceOperations(options.parts.tracing),
    ],
  })
}

/** A malformed or oversized body, or a bad token, answered in the form of a GraphQL error. */
// oxlint-disable-next-line eslint/max-params -- Express knows an error handler by its four parameters.
const asGraphQLError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  // The deadline has answered already; what failed afterwards has nobody to tell.
  if (response.writableEnded) return
  if (response.headersSent) return next(error)
  const { status, type } = error as { status?: number; type?: string }
  if (error instanceof DomainError) {
    const [problem] = error.problems
    const errors = [{ message: problem?.message, extensions: { code: problem?.code } }]
    return void response.status(401).json({ errors })
  }
  if (typeof status !== 'number' || status >= 500) return next(error)
  const message =
    type === 'entity.too.large'
      ? `The body is larger than ${limits.bodyBytes} bytes. Send smaller requests.`
      : 'The body is not valid JSON in UTF-8. Correct it.'
  return void response.status(status).json({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] })
}

function refuseInvalidUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw Object.assign(new Error('invalid UTF-8'), { status: 400 })
  }
}

/** Serves the API: HTTP at /graphql, WebSocket at /graphql, SSE at /graphql/stream, and the given routes. */
export async function startApiServer(options: ApiServerOptions): Promise<ApiServer> {
  const app = express()
  app.disable('x-powered-by')
  app.set('etag', false)
  app.set('trust proxy', options.parts.trustsProxy)
  const http = createServer({ keepAliveTimeout: idleMs, headersTimeout: idleMs + 5_000 }, app)
  const apollo = apolloOf(options, http)
  await apollo.start()
  const { directives } = {
    directives: { 'script-src': ["'self'"], 'connect-src': ["'self'", 'ws:', 'wss:'] },
  }
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { ...directives, 'upgrade-insecure-requests': null } },
      referrerPolicy: { policy: 'same-origin' },
    }),
  )
  app.use(measureRequests(options.metrics))
  options.routes(app)
  const live = serveLive(app, http, options)
  app.use(
    '/graphql',
    requestDeadline(options.requestDeadlineMs),
    express.json({ limit: limits.bodyBytes, verify: refuseInvalidUtf8, type: ['application/json'] }),
    // After the body: whoever sends slowly takes nobody's turn.
    admission({ atOnce: options.requestsAtOnce, waitMs: options.requestDeadlineMs / 3 }),
    expressMiddleware(apollo, { context: ({ req }) => contextOfRequest(options.parts, req) }),
  )
  app.use(asGraphQLError)
  const port = await listen(http, options.host, options.port)
  return {
    port,
    async close() {
      await live.close()
      await apollo.stop()
      http.closeAllConnections()
    },
  }
}
