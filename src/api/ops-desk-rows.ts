import type { LateOrder } from '../orders/list-late-orders.ts'
import type { OrderStatus } from '../orders/order-status.ts'
import { html, type Html } from '../platform/html.ts'
import type { KeptReport } from '../platform/find-operation-reports.ts'
import type { TroubledEndpoint } from '../webhooks/list-troubled-endpoints.ts'
import type { WebhookBreakerState, WebhookDisabledReason } from '../webhooks/webhook-endpoint.entity.ts'
import { instant } from './ops-desk-times.ts'
import type { RepairReport } from './read-desk.ts'

const waitsFor: Partial<Record<OrderStatus, string>> = {
  SUBMITTED: 'Its number or its approval: look at the queues order-number and approval-routing.',
  PENDING_APPROVAL: 'A decision of its approvers.',
  APPROVED: 'Its delivery, which has not begun: look at the queue provisioning.',
  IN_FULFILLMENT: 'The end of its delivery: a provider, or the order desk of the reseller.',
}

/** An order that stands still. */
export const lateOrderRow = ({ id, orderNumber, sellerName, status, since }: LateOrder, now: Date): Html =>
  html`<tr>
    <th scope="row">
      ${orderNumber ?? 'No number yet'}<br /><small><code>${id}</code></small>
    </th>
    <td>${sellerName}</td>
    <td>${waitsFor[status] ?? 'What comes next.'}<br /><small>${status}</small></td>
    <td>${instant(since, now)}</td>
  </tr>`

const disabledBecause: Record<WebhookDisabledReason, string> = {
  MANUAL: 'Disabled by a person.',
  GONE: 'Disabled: it answered 410 Gone.',
  FAILING: 'Disabled: it failed for days.',
  RECEIVER_REQUEST: 'Disabled: its receiver asked for it.',
  EXPIRED: 'Disabled: its time was up.',
}

const breakers: Record<WebhookBreakerState, string> = {
  CLOSED: 'Its attempts fail, and are made again.',
  OPEN: 'Rests: too many attempts failed, and nothing is sent for a while.',
  HALF_OPEN: 'One attempt finds out whether it works again.',
}

function stateOf({ status, disabledReason, breaker }: TroubledEndpoint): string {
  if (status === 'DISABLED') return disabledBecause[disabledReason ?? 'MANUAL']
  return breakers[breaker]
}

/** An endpoint in trouble: of its address the host alone, for a path may hold a credential. */
export function endpointRow(endpoint: TroubledEndpoint, now: Date): Html {
  const { id, host, sellerName, failingSince, lastSuccessAt, waiting } = endpoint
  return html`<tr>
    <th scope="row">
      ${host}<br /><small><code>${id}</code></small>
    </th>
    <td>${sellerName}</td>
    <td>
      ${stateOf(endpoint)}
      ${failingSince && html`<br /><small>Fails since</small> ${instant(failingSince, now)}`}
    </td>
    <td>${lastSuccessAt ? instant(lastSuccessAt, now) : 'never'}</td>
    <td>${waiting}</td>
  </tr>`
}

/** What one run of the reconciler started again. */
export const repairRow = ({ at, outcome }: KeptReport<RepairReport>, now: Date): Html =>
  html`<tr>
    <th scope="row">${instant(at, now)}</th>
    <td>
      ${Object.entries(outcome.started)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', ')}
    </td>
  </tr>`
