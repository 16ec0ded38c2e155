import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server'
import type { OperationDefinitionNode } from 'graphql'
import type { Span, Tracing } from '../platform/tracing.ts'
import type { ApiCtx } from './api-ctx.ts'
import { firstFieldOf } from './first-field-of.ts'

const introspection = /^__/

/** An operation is named by its first root field: what a client calls it, and what it sends, is told nowhere. */
function beginSpan(
  tracing: Tracing,
  { request, contextValue: ctx }: GraphQLRequestContext<ApiCtx>,
  operation: OperationDefinitionNode,
): Span | undefined {
  const field = firstFieldOf(operation)
  if (introspection.test(field)) return undefined
  return tracing.begin({
    name: `${operation.operation} ${field}`,
    kind: 'SERVER',
    parent: request.http?.headers.get('traceparent'),
    attributes: {
      'graphql.operation.type': operation.operation,
      'countersign.graphql.field': field,
      'countersign.request.id': ctx.correlationId,
      'countersign.actor.kind': ctx.actor.kind,
      'countersign.seller.id': ctx.actor.sellerId,
    },
  })
}

/** The code of an answer's first error; codes are a fixed list. */
function firstCodeOf(errors: ReadonlyArray<{ extensions?: Record<string, unknown> }>): string {
  const code = errors[0]?.extensions?.['code']
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR'
}

/**
 * Traces GraphQL operations over HTTP: each is a span, in the trace of the caller's `traceparent` where it sends one. What
 * the operation records follows from it.
 */
export function traceOperations(tracing: Tracing | undefined): ApolloServerPlugin<ApiCtx> {
  if (!tracing) return {}
  return {
    requestDidStart() {
      let span: Span | undefined
      return Promise.resolve({
        executionDidStart(requested) {
          span = beginSpan(tracing, requested, requested.operation)
          if (span) Object.assign(requested.contextValue, { tracing, traceparent: span.traceparent })
          return Promise.resolve()
        },
        willSendResponse({ response: { body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : []
          if (errors.length > 0) span?.fail(firstCodeOf(errors))
          span?.end()
          return Promise.resolve()
        },
      })
    },
  }
}
