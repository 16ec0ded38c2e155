import type { Ctx } from '../access/ctx.ts'
import type { CloudSubscription } from '../orders/cloud-subscription.entity.ts'
import { failLine } from '../orders/fail-line.ts'
import { findOrderForUpdate } from '../orders/find-order-for-update.ts'
import { findSubscriptions } from '../orders/find-subscriptions.ts'
import { orderContext } from '../orders/order-context.ts'
import { openSecrets } from '../orders/open-secrets.ts'
import type { ProvisioningAnswers } from '../orders/provisioning-value.view.ts'
import type { Order, OrderLine } from '../orders/order.entity.ts'
import { startFulfillment } from '../orders/start-fulfillment.ts'
import { startLine } from '../orders/start-line.ts'
import { localDate } from '../platform/calendar.ts'
import { secretTexts } from './without-secrets.rules.ts'
import type { ChangeRequest, ProvisionCustomer, ProvisionRequest } from './cloud-provider.ts'

/** After this long a started line counts as left behind by its worker. Longer than any call of a provider. */
const abandonedAfterMs = 60_000

/** One line to be provisioned now, outside any transaction. */
export interface ProvisioningTask {
  lineNumber: number
  /** Fences the result: a line that has moved on takes none. */
  attempt: number
  vendorKey: string
  request: ProvisionRequest | ChangeRequest
  /** Key of an earlier attempt that may have succeeded: asked about before this one is begun. */
  reconcileKey: string | null
  /** An earlier call of this attempt may have gone out: look it up before anything is asked. */
  askFirst: boolean
  /** Sensitive texts of the request: whatever comes back is told without them. */
  secrets: string[]
}

/** What to begin, and with whom. */
export interface ProvisioningStart {
  orderId: string
  /** Whether a provider takes lines of that vendor; others stay QUEUED for a person or an integration. */
  hasProvider: (vendorKey: string) => boolean
  /** True when lines that are in progress are this caller's own: after a crash, or to ask again. */
  takeOver: boolean
}

/** With whom and about what a line is begun. */
interface Begun {
  customer: ProvisionCustomer
  askFirst: boolean
  /** What it changes, or adds to. */
  subscription: CloudSubscription | undefined
  secrets: ProvisioningAnswers
}

/** What has ended since the order was submitted cannot be changed any more. */
function failOvertaken(ctx: Ctx, order: Order, subscriptions: ReadonlyMap<string, CloudSubscription>): void {
  for (const line of order.lines.getItems()) {
    if (line.subscriptionId === null || line.status !== 'QUEUED') continue
    if (subscriptions.get(line.subscriptionId)?.status === 'ACTIVE') continue
    const message = 'The subscription has ended since; there is nothing to change any more.'
    const failure = {
      code: 'SUBSCRIPTION_NOT_ACTIVE',
      category: 'VALIDATION',
      retryable: false,
      message,
    } as const
    failLine(ctx, { order, line, failure })
  }
}

/** What was to end with something else that has ended meanwhile would begin a whole term that nobody ordered. */
function failPassed(ctx: Ctx, order: Order, today: string): void {
  for (const line of order.lines.getItems()) {
    if (line.coTermDate === null || line.coTermDate > today || line.status !== 'QUEUED') continue
    const message = `It was to end on ${line.coTermDate}, which has passed. Cancel the line and order it anew.`
    const failure = { code: 'CO_TERM_PASSED', category: 'VALIDATION', retryable: false, message } as const
    failLine(ctx, { order, line, failure })
  }
}

function textOf(value: ProvisioningAnswers[string]): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function textsOf(answers: ProvisioningAnswers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([key, value]) => (value === null ? [] : [[key, textOf(value)]])),
  )
}

/** Tells what a line changes of which subscription; nothing when it adds one. */
function changeOf(line: OrderLine, subscription: CloudSubscription | undefined) {
  if (!subscription) return {}
  const { vendorReference } = subscription
  if (line.action === 'ADD' || !line.change) return { baseReference: vendorReference }
  const { endDate, reason, autoRenew, renewalTerm, renewalQuantity } = line.change
  return {
    change: {
      action: line.action,
      vendorReference,
      endDate,
      reason,
      autoRenew,
      renewalTerm,
      renewalQuantity: renewalQuantity === null ? null : Number(renewalQuantity),
    },
  }
}

function reconcileKeyOf({ id, attempt, unknownAttempt }: OrderLine): string | null {
  return unknownAttempt === null || unknownAttempt === attempt ? null : `${id}.${unknownAttempt}`
}

function taskOf(order: Order, line: OrderLine, how: Begun): ProvisioningTask {
  return {
    lineNumber: line.lineNumber,
    attempt: line.attempt,
    vendorKey: line.item.vendorKey,
    askFirst: how.askFirst,
    secrets: Object.values(how.secrets).flatMap(secretTexts),
    reconcileKey: reconcileKeyOf(line),
    request: {
      idempotencyKey: `${line.id}.${line.attempt}`,
      orderNumber: order.orderNumber ?? order.id,
      vendorPartNumber: line.item.vendorPartNumber,
      quantity: Number(line.quantity),
      customer: how.customer,
      parameters: textsOf({ ...order.provisioningAnswers, ...line.provisioningAnswers, ...how.secrets }),
      ...(line.coTermDate === null ? {} : { termEndDate: line.coTermDate }),
      ...changeOf(line, how.subscription),
    },
  }
}

/**
 * Takes up delivery of an order under its lock: APPROVED becomes IN_FULFILLMENT, queued lines become IN_PROGRESS with
 * one attempt more, and lines that a worker left behind are taken over. Answers what to ask of providers once this is
 * committed; nothing when the order is not to be delivered (now) or all is in hand.
 */
export async function beginProvisioning(ctx: Ctx, start: ProvisioningStart): Promise<ProvisioningTask[]> {
  const order = await findOrderForUpdate(ctx, start.orderId)
  if (order.status === 'APPROVED') await startFulfillment(ctx, order)
  if (order.status !== 'IN_FULFILLMENT') return []
  const { organization, seller } = await orderContext(ctx, order)
  const customer = { organizationName: organization.name, domain: organization.primaryDomain }
  const concerned = order.lines.getItems().flatMap(({ subscriptionId }) => subscriptionId ?? [])
  const subscriptions = await findSubscriptions(ctx, order, [...new Set(concerned)])
  failOvertaken(ctx, order, subscriptions)
  const now = ctx.clock.now()
  failPassed(ctx, order, localDate(now, seller.timeZone))
  const abandoned = (line: OrderLine) =>
    start.takeOver || now.getTime() - line.updatedAt.getTime() > abandonedAfterMs
  return order.lines.getItems().flatMap((line) => {
    if (!start.hasProvider(line.item.vendorKey)) return []
    const subscription = subscriptions.get(line.subscriptionId ?? '')
    if (line.status === 'QUEUED') {
      startLine(ctx, { order, line })
      const secrets = openSecrets(ctx, order, line)
      return [taskOf(order, line, { customer, subscription, secrets, askFirst: false })]
    }
    if (line.status !== 'IN_PROGRESS' || !abandoned(line)) return []
    line.updatedAt = now
    const secrets = openSecrets(ctx, order, line)
    return [taskOf(order, line, { customer, subscription, secrets, askFirst: true })]
  })
}
