import 'reflect-metadata'
import type { GraphQLSchema } from 'graphql'
import { buildSchema, type NonEmptyArray } from 'type-graphql'
import { ActivityResolver } from '../activities/activities.resolver.ts'
import { ApprovalMutationsResolver } from '../approvals/approval-mutations.resolver.ts'
import { ApprovalRequestResolver, ApprovalStepResolver } from '../approvals/approvals.resolver.ts'
import { ApprovalPauseResolver } from '../approvals/pause.resolver.ts'
import { ApprovalPolicyResolver } from '../approvals/policies.resolver.ts'
import { AuditResolver } from '../audit/audit.resolver.ts'
import { CatalogResolver, CategoryResolver } from '../catalog/catalog.resolver.ts'
import { OfferResolver } from '../catalog/offer.resolver.ts'
import { PriceListResolver, PriceResolver } from '../catalog/price-list.resolver.ts'
import { ProductResolver } from '../catalog/product.resolver.ts'
import { DeadLetterResolver } from '../dead-letters/dead-letters.resolver.ts'
import { DecideEachResolver } from './decide-each.resolver.ts'
import { ErpConnectionResolver, ErpPushResolver, OrderErpPushesResolver } from '../erp/erp.resolver.ts'
import { ApiKeyResolver } from '../identity/api-key.resolver.ts'
import { OrganizationUsersResolver, UserResolver, ViewerResolver } from '../identity/identity.resolver.ts'
import { NumberSeriesResolver } from '../numbering/numbering.resolver.ts'
import { ApprovalContentResolver } from '../orders/approval-content.resolver.ts'
import { ApprovalLinkResolver } from '../orders/approval-link.resolver.ts'
import { OrderInquiryResolver } from '../orders/order-inquiry.resolver.ts'
import { OrderMutationsResolver } from '../orders/order-mutations.resolver.ts'
import { OrderWorkResolver } from '../orders/order-work.resolver.ts'
import { OrderLineResolver, OrderResolver } from '../orders/order.resolver.ts'
import { PromotionUseResolver } from '../orders/promotion-use.resolver.ts'
import { AccountResolver, OrganizationResolver } from '../organizations/organization.resolver.ts'
import { PromotionResolver } from '../promotions/promotion.resolver.ts'
import {
  CloudSubscriptionRenewalResolver,
  CloudSubscriptionResolver,
  OrderSubscriptionsResolver,
} from '../subscriptions/subscriptions.resolver.ts'
import {
  TermsAcceptanceResolver,
  TermsDocumentResolver,
  TermsVersionResolver,
} from '../terms/terms.resolver.ts'
import { WebhookEndpointResolver, WebhookMessageResolver } from '../webhooks/webhooks.resolver.ts'
import {
  GeneralUserError,
  InvalidTransitionError,
  NotAuthorizedError,
  VersionConflictError,
} from '../platform/user-error.view.ts'
import { EventResolver } from './events.resolver.ts'
import { LiveResolver } from './live.resolver.ts'
import { NodeResolver } from './node.resolver.ts'
import { mutationsAreTransactions } from './mutations-are-transactions.ts'
import { readsTakeCleanText } from './reads-take-clean-text.ts'

type ResolverClass = new () => object

/** Every resolver, one line each. */
const resolvers: ResolverClass[] = [
  AccountResolver,
  ActivityResolver,
  ApiKeyResolver,
  ApprovalContentResolver,
  ApprovalMutationsResolver,
  ApprovalPauseResolver,
  ApprovalPolicyResolver,
  ApprovalRequestResolver,
  ApprovalStepResolver,
  AuditResolver,
  CatalogResolver,
  CategoryResolver,
  CloudSubscriptionRenewalResolver,
  CloudSubscriptionResolver,
  DeadLetterResolver,
  DecideEachResolver,
  ErpConnectionResolver,
  ErpPushResolver,
  EventResolver,
  LiveResolver,
  NodeResolver,
  NumberSeriesResolver,
  OfferResolver,
  ApprovalLinkResolver,
  OrderErpPushesResolver,
  OrderInquiryResolver,
  OrderLineResolver,
  OrderMutationsResolver,
  OrderResolver,
  OrderSubscriptionsResolver,
  OrderWorkResolver,
  OrganizationResolver,
  OrganizationUsersResolver,
  PriceListResolver,
  PriceResolver,
  ProductResolver,
  PromotionResolver,
  PromotionUseResolver,
  TermsAcceptanceResolver,
  TermsDocumentResolver,
  TermsVersionResolver,
  UserResolver,
  ViewerResolver,
  WebhookEndpointResolver,
  WebhookMessageResolver,
]

/** Every subscription brings its own source of updates (live-updates.ts); the library asks for one all the same. */
const noTopics = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('Give the subscription a `subscribe` function.')
  },
}

/** The executable schema; `npm run schema` writes it to schema/schema.graphql. */
export async function createSchema(): Promise<GraphQLSchema> {
  return buildSchema({
    resolvers: resolvers as NonEmptyArray<ResolverClass>,
    orphanedTypes: [GeneralUserError, InvalidTransitionError, NotAuthorizedError, VersionConflictError],
    globalMiddlewares: [mutationsAreTransactions, readsTakeCleanText],
    dateScalarMode: 'isoDate',
    validate: false,
    pubSub: noTopics,
  } as Parameters<typeof buildSchema>[0])
}
