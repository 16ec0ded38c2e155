import { graphql, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { anonymous, type Actor } from '../access/actor.ts'
import { authenticate } from '../identity/authenticate.ts'
import { DomainError } from '../platform/errors.ts'
import { endReading } from './api-ctx.ts'
import { contextFor, type ApiParts } from './request-context.ts'

/** Where a browser's request came from. */
export interface RequestOrigin {
  ip: string | null
  userAgent: string | null
}

/** An operation of the API, and its variables. */
export interface ApiCall {
  source: string
  variableValues?: object
}

/** Sessions of people who work with the operations pages: the ordinary ones of the API. */
export interface OperatorSessions {
  /** Signs in; `problem` is the sentence to show. */
  signIn(
    email: string,
    password: string,
    from: RequestOrigin,
  ): Promise<{ token: string } | { problem: string }>
  /** Ends the session of the token; harmless when it has ended. */
  signOut(token: string, from: RequestOrigin): Promise<void>
  /** Who holds the token; null when it is unknown or has ended. */
  readonly actorOf: (token: string) => Promise<Actor | null>
  /** Has the API do something as this actor: the same transaction, walls and audit as for everybody. */
  ask(actor: Actor, from: RequestOrigin, call: ApiCall): Promise<ExecutionResult>
}

const signInDocument = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { token userErrors { message } }
}`
const signOutDocument = 'mutation SignOut { signOut { userErrors { message } } }'
const notNow = 'Sign-in does not work right now. Try again in a moment.'

interface SignInAnswer {
  signIn?: { token?: string | null; userErrors?: Array<{ message: string }> }
}

/** Signs in and out through the API's own mutations: the same transaction, the same back-off, the same audit. */
export function operatorSessions(parts: ApiParts, schema: GraphQLSchema): OperatorSessions {
  const actorOf = async (token: string) => {
    try {
      return await authenticate(parts.root.fork(), parts.clock, token)
    } catch (error) {
      if (error instanceof DomainError) return null
      throw error
    }
  }
  const send = async (actor: Actor, from: RequestOrigin, call: ApiCall) => {
    const { source, variableValues = {} } = call
    const contextValue = contextFor(parts, { actor, again: () => Promise.resolve(actor) }, from)
    try {
      return await graphql({ schema, source, variableValues: { ...variableValues }, contextValue })
    } finally {
      // Apollo's plugin does this for requests; without it each call would keep a connection of the pool.
      await endReading(contextValue)
    }
  }
  return {
    async signIn(email, password, from) {
      const variableValues = { input: { email, password } }
      const { data, errors } = await send(anonymous, from, { source: signInDocument, variableValues })
      if (errors) parts.log.warn({ errors }, 'operator sign-in')
      const { token, userErrors } = (data as SignInAnswer | null | undefined)?.signIn ?? {}
      return token ? { token } : { problem: userErrors?.[0]?.message ?? notNow }
    },
    async signOut(token, from) {
      const actor = await actorOf(token)
      if (actor) await send(actor, from, { source: signOutDocument })
    },
    actorOf,
    ask: send,
  }
}
