import type { ApolloServerPlugin } from '@apollo/server'
import { OperationTypeNode } from 'graphql'
import { beginReading, closeReading, type ApiCtx } from './api-ctx.ts'

/** Every query operation runs in one read-only transaction; so does the answer after a mutation. Both end here. */
export const readsShareATransaction: ApolloServerPlugin<ApiCtx> = {
  requestDidStart: () =>
    Promise.resolve({
      async executionDidStart({ operation, contextValue }) {
        // What kept it from opening is each root field's to tell: thrown here, it would be a fault without a name.
        if (operation.operation === OperationTypeNode.QUERY)
          await beginReading(contextValue).catch(() => undefined)
      },
      async willSendResponse({ contextValue }) {
        await closeReading(contextValue)
      },
    }),
}
