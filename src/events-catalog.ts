import { activityEvents } from './activities/activities.events.ts'
import {
  approvalCompleted,
  approvalDecisionRecorded,
  approvalRequested,
  approvalStepActivated,
  approvalWithdrawn,
} from './approvals/approvals.events.ts'
import { approvalPeopleEvents } from './approvals/approval-people.events.ts'
import { delegationEvents } from './approvals/delegations.events.ts'
import { policyEvents } from './approvals/policies.events.ts'
import { approvalTimerEvents } from './approvals/timers.events.ts'
import { catalogImported, searchSynonymSet } from './catalog/catalog.events.ts'
import { priceListEvents } from './catalog/price-list.events.ts'
import { deadLetterEvents } from './dead-letters/dead-letters.events.ts'
import { erpEvents } from './erp/erp.events.ts'
import type { EventDefinition } from './events/event.ts'
import {
  apiKeyCreated,
  apiKeyRevoked,
  userActivated,
  userDeactivated,
  userInvited,
  userPasswordChanged,
  userPasswordReset,
  userRolesChanged,
} from './identity/identity.events.ts'
import { notificationFailed } from './notifications/notifications.events.ts'
import { numberSeriesChanged, numberSeriesCreated } from './numbering/numbering.events.ts'
import { orderEvents } from './orders/orders.events.ts'
import { organizationCreated, organizationUpdated } from './organizations/organization.events.ts'
import { promotionEvents } from './promotions/promotion.events.ts'
import { renewalEvents } from './subscriptions/renewals.events.ts'
import { subscriptionEvents } from './subscriptions/subscriptions.events.ts'
import { termsAccepted, termsRecorded, termsVersionPublished } from './terms/terms.events.ts'
import {
  ping,
  webhookEndpointCreated,
  webhookEndpointDeleted,
  webhookEndpointDisabled,
  webhookEndpointQueryInvalid,
  webhookEndpointEnabled,
  webhookEndpointFailing,
  webhookEndpointRecovered,
  webhookEndpointSecretRotated,
  webhookEndpointUpdated,
  webhookMessageReplayed,
} from './webhooks/webhooks.events.ts'

/** Every event there is, one line each; emitted to schema/events. */
export const eventsCatalog: Array<EventDefinition<object>> = [
  ...orderEvents,
  ...activityEvents,
  apiKeyCreated,
  apiKeyRevoked,
  approvalCompleted,
  approvalDecisionRecorded,
  approvalRequested,
  approvalStepActivated,
  ...approvalTimerEvents,
  approvalWithdrawn,
  ...approvalPeopleEvents,
  catalogImported,
  searchSynonymSet,
  ...deadLetterEvents,
  ...delegationEvents,
  ...erpEvents,
  notificationFailed,
  numberSeriesChanged,
  numberSeriesCreated,
  organizationCreated,
  organizationUpdated,
  ping,
  ...policyEvents,
  ...priceListEvents,
  ...promotionEvents,
  ...subscriptionEvents,
  ...renewalEvents,
  termsAccepted,
  termsRecorded,
  termsVersionPublished,
  userActivated,
  userDeactivated,
  userInvited,
  userPasswordChanged,
  userPasswordReset,
  userRolesChanged,
  webhookEndpointCreated,
  webhookEndpointDeleted,
  webhookEndpointDisabled,
  webhookEndpointQueryInvalid,
  webhookEndpointEnabled,
  webhookEndpointFailing,
  webhookEndpointRecovered,
  webhookEndpointSecretRotated,
  webhookEndpointUpdated,
  webhookMessageReplayed,
]
