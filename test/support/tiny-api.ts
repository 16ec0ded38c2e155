import type { Server } from 'node:http'
import express, { type Express } from 'express'
import { buildSchema, execute, parse, subscribe, validate, type GraphQLSchema } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

/** A schema with the shape of ours in small: enough to sign in, follow ids from tab to tab, and subscribe. */
const tinySchema: GraphQLSchema = buildSchema(`
  type Query { hello(name: String = "you"): String! order(id: ID!): Order }
  type Order { id: ID! version: Int! status: String! }
  type Viewer { name: String! }
  type UserError { code: String! message: String! path: [String!] }
  input SignInInput { email: String! password: String! }
  type SignInPayload { token: String viewer: Viewer userErrors: [UserError!]! }
  type SignOutPayload { userErrors: [UserError!]! }
  type OrderStartPayload { order: Order userErrors: [UserError!]! }
  type Mutation {
    signIn(input: SignInInput!): SignInPayload!
    signOut: SignOutPayload!
    orderStart: OrderStartPayload!
  }
  type Subscription { ticks(to: Int!): Int! }
`)

interface Caller {
  authorization: string | undefined
}

const order = { id: 'ord_0001', version: 7, status: 'DRAFT' }

const roots = {
  hello: ({ name }: { name: string }, { authorization }: Caller) =>
    `Hello ${name}, ${authorization ?? 'no token'}`,
  order: ({ id }: { id: string }) => (id === order.id ? order : null),
  signIn: ({ input }: { input: { password: string } }) =>
    input.password === 'countersign-demo'
      ? { token: 'cst_tiny', viewer: { name: 'Tess Tester' }, userErrors: [] }
      : {
          userErrors: [{ code: 'INVALID_CREDENTIALS', message: 'E-mail or password is wrong. Check both.' }],
        },
  signOut: () => ({ userErrors: [] }),
  orderStart: () => ({ order, userErrors: [] }),
  async *ticks({ to }: { to: number }, { authorization }: Caller) {
    if (authorization !== 'Bearer cst_tiny') throw new Error('Sign in.')
    for (let tick = 1; tick <= to; tick++) yield await Promise.resolve({ ticks: tick })
  },
}

interface Body {
  query: string
  variables?: Record<string, unknown>
  operationName?: string
}

/** Answers POST /graphql and subscriptions over WebSocket from the tiny schema. */
export function serveTinyApi(app: Express, http: Server): void {
  app.post('/graphql', express.json(), async (request, response) => {
    const { query, variables, operationName } = request.body as Body
    const document = parse(query)
    const errors = validate(tinySchema, document)
    if (errors.length > 0) return void response.status(400).json({ errors })
    const contextValue = { authorization: request.headers.authorization }
    const answer = await execute({
      schema: tinySchema,
      document,
      rootValue: roots,
      contextValue,
      variableValues: variables,
      operationName,
    })
    return void response.json(answer)
  })
  app.get('/graphql', (_request, response) => void response.status(400).json({ from: 'the API' }))
  const sockets = new WebSocketServer({ server: http, path: '/graphql' })
  useServer(
    {
      schema: tinySchema,
      roots: { subscription: roots },
      execute,
      subscribe,
      context: ({ connectionParams }) => ({ authorization: connectionParams?.['authorization'] }),
    },
    sockets,
  )
}
