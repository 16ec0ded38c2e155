import type { ApolloServerPlugin } from '@apollo/server'
import type { ApiCtx } from './api-ctx.ts'

/** Every answer names its request in `x-request-id`, every top-level error in `extensions.requestId`. */
export const requestIds: ApolloServerPlugin<ApiCtx> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ contextValue, response }) {
        response.http.headers.set('x-request-id', contextValue.correlationId)
        response.http.headers.set('cache-control', 'no-store')
        if (response.body.kind !== 'single') return Promise.resolve()
        const { singleResult } = response.body
        if (singleResult.errors)
          singleResult.errors = singleResult.errors.map((error) => ({
            ...error,
            extensions: { ...error.extensions, requestId: contextValue.correlationId },
          }))
        return Promise.resolve()
      },
    }),
}
