import { Client, fetchExchange, mapExchange, subscriptionExchange } from '@urql/core'
import { cacheExchange, type UpdatesConfig } from '@urql/exchange-graphcache'
import { createClient } from 'graphql-ws'
import type { EndpointDeleteMutation } from './generated/operations.ts'
import { optimistic } from './optimistic.ts'
import { session } from './session.ts'

/** Parts without an id of their own belong to what they stand in. */
const keys = Object.fromEntries(
  [
    'Money',
    'Address',
    'OrderItem',
    'OrderContact',
    'OrderBillTo',
    'OrderRequester',
    'OrderStageReport',
    'StageProblem',
    'OrderSummary',
    'OrderInvoicePreview',
    'InvoicePreviewLine',
    'TaxInformation',
    'ProvisioningValue',
    'ParameterDefinition',
    'ParameterOption',
    'ParameterCapacity',
    'ParameterField',
    'ProductInformation',
    'OfferPrice',
    'LinePromotion',
    'LineFailure',
    'InformationRequest',
    'InformationRequestItem',
    'PriceMargin',
    'ApprovalPreview',
    'ApprovalPreviewStep',
    'ApprovalReason',
    'ApprovalInboxUpdate',
    'Signatory',
    'OrganizationConnection',
    'OrderConnection',
    'UserConnection',
    'CloudSubscriptionConnection',
    'WebhookMessageConnection',
    'ApprovalRequestConnection',
    'ProductConnection',
    'Facet',
    'FacetValue',
    'PageInfo',
    'Approver',
    'RoutedPolicyReference',
    'ApprovalFact',
    'ApprovalCondition',
    'ApproverReference',
    'ApprovalPolicyGroup',
    'ApprovalPolicyStep',
    'ApprovalPolicySla',
    'ApprovalPolicyWarning',
    'ApprovalPolicyConnection',
    'ApprovalPolicySimulation',
    'SimulatedOrder',
    'SimulatedApproval',
    'UserConnection',
    'ApiKeyConnection',
    'WebhookEventType',
    'WebhookFilterTree',
    'WebhookPublicKey',
    'WebhookSentHeader',
    'WebhookPayloadPreview',
    'WebhookMessageConnection',
    'ActivityConnection',
    'ActivityProgress',
    'ActivityFailure',
    'ErpPushConnection',
    'ErpPushProblem',
  ].map((type) => [type, () => null]),
)

/** What is deleted leaves every list at once: a list read from the cache would show it until the network answers. */
const updates: UpdatesConfig = {
  Mutation: {
    webhookEndpointDelete: ({ webhookEndpointDelete }: EndpointDeleteMutation, _variables, cache) => {
      const { webhookEndpoint } = webhookEndpointDelete
      if (webhookEndpoint) cache.invalidate({ __typename: 'WebhookEndpoint', id: webhookEndpoint.id })
    },
  },
}

const hasEnded = (error: { graphQLErrors: Array<{ extensions: Record<string, unknown> }> }) =>
  error.graphQLErrors.some(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED')

/** A client for one session: its cache holds what that person may see, and goes with the session. */
export function createGraphql(token: string | null): { client: Client; close: () => void } {
  const authorization = token ? `Bearer ${token}` : ''
  const live = createClient({
    url: () => `${location.protocol.replace('http', 'ws')}//${location.host}/graphql`,
    connectionParams: { authorization },
    retryAttempts: Infinity,
    shouldRetry: () => true,
  })
  const client = new Client({
    url: '/graphql',
    preferGetMethod: false,
    fetchOptions: token ? { headers: { authorization } } : {},
    exchanges: [
      mapExchange({
        onError: (error) => {
          if (token && hasEnded(error)) session.end()
        },
      }),
      cacheExchange({ keys, updates, optimistic }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: live.subscribe({ query, variables: variables as Record<string, unknown> }, sink),
          }),
        }),
      }),
    ],
  })
  return { client, close: () => void live.dispose() }
}
