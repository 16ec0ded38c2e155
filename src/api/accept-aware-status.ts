import type { ApolloServerPlugin } from '@apollo/server'

const requestFaults = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'])

/**
 * GraphQL over HTTP, section 6.4.1: a client that accepts only `application/json` gets 200 for a well-formed answer
 * whose request was at fault; one that accepts `application/graphql-response+json` gets 400.
 */
export const acceptAwareStatus: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse({ request, response }) {
        const accept = request.http?.headers.get('accept') ?? ''
        const { body, http } = response
        if (http.status !== 400 || body.kind !== 'single') return Promise.resolve()
        if (!accept.includes('application/json') || accept.includes('application/graphql-response+json'))
          return Promise.resolve()
        const errors = body.singleResult.errors ?? []
        if (
          errors.length > 0 &&
          errors.every((error) => requestFaults.has(String(error.extensions?.['code'])))
        )
          http.status = 200
        return Promise.resolve()
      },
    }),
}
