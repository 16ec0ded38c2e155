import type { ApolloServerPlugin } from '@apollo/server'
import type { ApiCtx } from './api-ctx.ts'
import { firstFieldOf } from './first-field-of.ts'
import type { Metrics } from './metrics.ts'

/**
 * Measures GraphQL operations over HTTP. They are named by their first root field, not by the name that a client
 * gives them: the schema then bounds how many series there are. What did not validate is counted as `invalid`.
 */
export function measureOperations({ operations }: Metrics): ApolloServerPlugin<ApiCtx> {
  return {
    requestDidStart() {
      const end = operations.startTimer()
      let known: { type: string; operation: string } = { type: 'invalid', operation: 'invalid' }
      return Promise.resolve({
        executionDidStart({ operation }) {
          known = { type: operation.operation, operation: firstFieldOf(operation) }
          return Promise.resolve()
        },
        willSendResponse({ response: { body } }) {
          const failed = body.kind === 'single' && (body.singleResult.errors?.length ?? 0) > 0
          end({ ...known, outcome: failed ? 'error' : 'ok' })
          return Promise.resolve()
        },
      })
    },
  }
}
