import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Kind, parse, print, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { projectRoot } from '../platform/project-root.ts'
import type * as Types from './generated/demo-operations.ts'

/** Every operation of demo-operations.graphql: its answer and its variables, as generated from the schema. */
interface Operations {
  DemoSignIn: [Types.DemoSignInMutation, Types.DemoSignInMutationVariables]
  DemoWebhookEndpoint: [Types.DemoWebhookEndpointMutation, Types.DemoWebhookEndpointMutationVariables]
  DemoWebhookEndpointDelete: [
    Types.DemoWebhookEndpointDeleteMutation,
    Types.DemoWebhookEndpointDeleteMutationVariables,
  ]
  DemoCustomers: [Types.DemoCustomersQuery, Types.DemoCustomersQueryVariables]
  DemoProducts: [Types.DemoProductsQuery, Types.DemoProductsQueryVariables]
  DemoStart: [Types.DemoStartMutation, Types.DemoStartMutationVariables]
  DemoItems: [Types.DemoItemsMutation, Types.DemoItemsMutationVariables]
  DemoContacts: [Types.DemoContactsMutation, Types.DemoContactsMutationVariables]
  DemoProvisioning: [Types.DemoProvisioningMutation, Types.DemoProvisioningMutationVariables]
  DemoSummary: [Types.DemoSummaryQuery, Types.DemoSummaryQueryVariables]
  DemoSubmit: [Types.DemoSubmitMutation, Types.DemoSubmitMutationVariables]
  DemoApproval: [Types.DemoApprovalSubscription, Types.DemoApprovalSubscriptionVariables]
  DemoApprove: [Types.DemoApproveMutation, Types.DemoApproveMutationVariables]
  DemoOrder: [Types.DemoOrderQuery, Types.DemoOrderQueryVariables]
}

type Name = keyof Operations
type Data<N extends Name> = Operations[N][0]
type Variables<N extends Name> = Operations[N][1]

const file = path.join(projectRoot, 'src', 'demo', 'demo-operations.graphql')

/** One operation with the fragments that it spreads. */
function documentOf(all: DocumentNode, name: string): string {
  const operation = all.definitions.find(
    (node): node is OperationDefinitionNode =>
      node.kind === Kind.OPERATION_DEFINITION && node.name?.value === name,
  )
  if (!operation) throw new Error(`${name} is not in demo-operations.graphql`)
  const spread = new Set<string>()
  visit(operation, { FragmentSpread: (node) => void spread.add(node.name.value) })
  const fragments = all.definitions.filter(
    (node) => node.kind === Kind.FRAGMENT_DEFINITION && spread.has(node.name.value),
  )
  return [operation, ...fragments].map(print).join('\n')
}

interface Payload {
  userErrors?: ReadonlyArray<{ code: string; message: string }>
}

/** Speaks to the public API as any client would: HTTP, WebSocket, a Bearer token. */
export class DemoClient {
  readonly #documents = parse(readFileSync(file, 'utf8'))
  #token: string | null = null

  constructor(readonly url: string) {}

  signIn(token: string): this {
    this.#token = token
    return this
  }

  /** Runs a query or mutation; throws a sentence when it was refused. */
  async ask<N extends Name>(name: N, variables: Variables<N>): Promise<Data<N>> {
    const response = await fetch(`${this.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(this.#token ? { authorization: `Bearer ${this.#token}` } : {}),
      },
      body: JSON.stringify({ query: documentOf(this.#documents, name), variables, operationName: name }),
    })
    const answer = (await response.json()) as { data?: Data<N>; errors?: Array<{ message: string }> }
    if (answer.errors || !answer.data)
      throw new Error(`${name}: ${answer.errors?.[0]?.message ?? response.status}`)
    for (const payload of Object.values(answer.data) as Array<Payload | null>) {
      const [refusal] = payload?.userErrors ?? []
      if (refusal) throw new Error(`${name}: ${refusal.code}: ${refusal.message}`)
    }
    return answer.data
  }

  /** Listens live over WebSocket until the returned function is called. */
  listen<N extends Name>(name: N, variables: Variables<N>, hear: (data: Data<N>) => void): () => void {
    const client = createClient({
      url: `${this.url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.#token ?? ''}` },
    })
    const stop = client.subscribe<Data<N>>(
      { query: documentOf(this.#documents, name), variables: { ...variables }, operationName: name },
      { next: ({ data }) => data && hear(data), error: () => undefined, complete: () => undefined },
    )
    return () => {
      stop()
      void client.dispose()
    }
  }
}
