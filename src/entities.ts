import { ActivityError } from './activities/activity-error.entity.ts'
import { Activity } from './activities/activity.entity.ts'
import { ApprovalComment } from './approvals/approval-comment.entity.ts'
import { ApprovalDelegation } from './approvals/approval-delegation.entity.ts'
import { ApprovalDecision } from './approvals/approval-decision.entity.ts'
import { ApprovalPolicyVersion } from './approvals/approval-policy-version.entity.ts'
import { ApprovalPolicy } from './approvals/approval-policy.entity.ts'
import { ApprovalRequest } from './approvals/approval-request.entity.ts'
import { ApprovalStep } from './approvals/approval-step.entity.ts'
import { ApproverGroup } from './approvals/approver-group.entity.ts'
import { ExchangeRate } from './approvals/exchange-rate.entity.ts'
import { ResponsiblePerson } from './approvals/responsible-person.entity.ts'
import { AuditEntry } from './audit/audit-entry.entity.ts'
import { Category } from './catalog/category.entity.ts'
import { Offer } from './catalog/offer.entity.ts'
import { PriceList } from './catalog/price-list.entity.ts'
import { Price } from './catalog/price.entity.ts'
import { Product } from './catalog/product.entity.ts'
import { SearchSynonym } from './catalog/search-synonym.entity.ts'
import { Vendor } from './catalog/vendor.entity.ts'
import { DeadLetter } from './dead-letters/dead-letter.entity.ts'
import { ErpConnection } from './erp/erp-connection.entity.ts'
import { ErpCrosswalk } from './erp/erp-crosswalk.entity.ts'
import { ErpPush } from './erp/erp-push.entity.ts'
import { OutboxEvent } from './events/outbox-event.entity.ts'
import { ApiKey } from './identity/api-key.entity.ts'
import { Session } from './identity/session.entity.ts'
import { UserToken } from './identity/user-token.entity.ts'
import { User } from './identity/user.entity.ts'
import { Notification } from './notifications/notification.entity.ts'
import { NumberSeries } from './numbering/number-series.entity.ts'
import { Order, OrderLine } from './orders/order.entity.ts'
import { OrganizationAnswer } from './orders/organization-answer.entity.ts'
import { Account } from './organizations/account.entity.ts'
import { Contact } from './organizations/contact.entity.ts'
import { Organization } from './organizations/organization.entity.ts'
import { CloudSubscription } from './orders/cloud-subscription.entity.ts'
import { SubscriptionBillingReference } from './subscriptions/subscription-billing-reference.entity.ts'
import { Promotion } from './promotions/promotion.entity.ts'
import { SubscriptionRenewal } from './subscriptions/subscription-renewal.entity.ts'
import { TermsAcceptance } from './terms/terms-acceptance.entity.ts'
import { TermsChain } from './terms/terms-chain.entity.ts'
import { TermsDocument } from './terms/terms-document.entity.ts'
import { TermsVersion } from './terms/terms-version.entity.ts'
import { WebhookAttempt } from './webhooks/webhook-attempt.entity.ts'
import { WebhookEndpoint } from './webhooks/webhook-endpoint.entity.ts'
import { WebhookMessage } from './webhooks/webhook-message.entity.ts'

/** Every table that the mapper knows, one line each. */
export const entities = [
  Account,
  Activity,
  ActivityError,
  ApiKey,
  ApprovalComment,
  ApprovalDecision,
  ApprovalDelegation,
  ApprovalPolicy,
  ApprovalPolicyVersion,
  ApprovalRequest,
  ApprovalStep,
  ApproverGroup,
  AuditEntry,
  Category,
  CloudSubscription,
  Contact,
  DeadLetter,
  ErpConnection,
  ErpCrosswalk,
  ErpPush,
  ExchangeRate,
  Notification,
  NumberSeries,
  Offer,
  Order,
  OrderLine,
  Organization,
  OrganizationAnswer,
  OutboxEvent,
  Price,
  PriceList,
  Product,
  Promotion,
  ResponsiblePerson,
  SearchSynonym,
  Session,
  SubscriptionBillingReference,
  SubscriptionRenewal,
  TermsAcceptance,
  TermsChain,
  TermsDocument,
  TermsVersion,
  User,
  UserToken,
  Vendor,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookMessage,
]
