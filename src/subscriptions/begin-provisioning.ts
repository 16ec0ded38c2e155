import type { Ctx } from '../access/ctx.ts'
import { findOrderForUpdate } from '../orders/find-order-for-update.ts'
import { orderContext } from '../orders/order-context.ts'
import { openSecrets } from '../orders/open-secrets.ts'
import type { ProvisioningAnswers } from '../orders/provisioning-value.view.ts'
import type { Order, OrderLine } from '../orders/order.entity.ts'
import { startFulfillment } from '../orders/start-fulfillment.ts'
import { startLine } from '../orders/start-line.ts'
import { secretTexts } from './without-secrets.rules.ts'
import type { ProvisionCustomer, ProvisionRequest } from './cloud-provider.ts'

/** After this long a started line counts as left behind by its worker. Longer than any call of a provider. */
const abandonedAfterMs = 60_000

/** One line to be provisioned now, outside any transaction. */
export interface ProvisioningTask {
  lineNumber: number
  /** Fences the result: a line that has moved on takes none. */
  attempt: number
  vendorKey: string
  request: ProvisionRequest
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

function textOf(value: ProvisioningAnswers[string]): string {
  if (Array.isArray(value)) return value.join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function textsOf(answers: ProvisioningAnswers): Record<string, string> {
  return Object.fromEntries(
    Object.entries(answers).flatMap(([key, value]) => (value === null ? [] : [[key, textOf(value)]])),
  )
}

function taskOf(
  order: Order,
  line: OrderLine,
  how: { customer: ProvisionCustomer; askFirst: boolean; secrets: ProvisioningAnswers },
): ProvisioningTask {
  return {
    lineNumber: line.lineNumber,
    attempt: line.attempt,
    vendorKey: line.item.vendorKey,
    askFirst: how.askFirst,
    secrets: Object.values(how.secrets).flatMap(secretTexts),
    request: {
      idempotencyKey: `${line.id}.${line.attempt}`,
      orderNumber: order.orderNumber ?? order.id,
      vendorPartNumber: line.item.vendorPartNumber,
      quantity: Number(line.quantity),
      customer: how.customer,
      parameters: textsOf({ ...order.provisioningAnswers, ...line.provisioningAnswers, ...how.secrets }),
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
  const { organization } = await orderContext(ctx, order)
  const customer = { organizationName: organization.name, domain: organization.primaryDomain }
  const now = ctx.clock.now()
  const abandoned = (line: OrderLine) =>
    start.takeOver || now.getTime() - line.updatedAt.getTime() > abandonedAfterMs
  return order.lines.getItems().flatMap((line) => {
    if (!start.hasProvider(line.item.vendorKey)) return []
    if (line.status === 'QUEUED') {
      startLine(ctx, { order, line })
      return [taskOf(order, line, { customer, askFirst: false, secrets: openSecrets(ctx, order, line) })]
    }
    if (line.status !== 'IN_PROGRESS' || !abandoned(line)) return []
    line.updatedAt = now
    return [taskOf(order, line, { customer, askFirst: true, secrets: openSecrets(ctx, order, line) })]
  })
}
