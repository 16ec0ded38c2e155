import {
  approvalCompleted,
  approvalDecisionRecorded,
  approvalRequested,
  approvalStepActivated,
  approvalWithdrawn,
} from './approvals/approvals.events.ts'
import { catalogImported } from './catalog/catalog.events.ts'
import type { EventDefinition } from './events/event.ts'
import { termsAccepted, termsRecorded, termsVersionPublished } from './terms/terms.events.ts'
import { ping, webhookEndpointDisabled, webhookMessageReplayed } from './webhooks/webhooks.events.ts'

/** Every event there is, one line each; emitted to schema/events. */
export const eventsCatalog: Array<EventDefinition<object>> = [
  approvalRequested,
  approvalStepActivated,
  approvalDecisionRecorded,
  approvalCompleted,
  approvalWithdrawn,
  catalogImported,
  termsAccepted,
  termsRecorded,
  termsVersionPublished,
  ping,
  webhookEndpointDisabled,
  webhookMessageReplayed,
]
