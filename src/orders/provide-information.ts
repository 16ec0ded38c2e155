import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuse, refuseAll, type Problem } from '../platform/errors.ts'
import { findOrderForUpdate } from './find-order-for-update.ts'
import { moveOrder } from './move-order.ts'
import type { OrderProvideInformationInput } from './order-commands.inputs.ts'
import { orderFacts } from './order-facts.ts'
import type { Order, OrderLine } from './order.entity.ts'
import { requireCommand } from './orders.policy.ts'
import { provisioningProblems } from './provisioning-stage.rules.ts'
import { requireVersion } from './require-version.ts'
import { saveProvisioning } from './save-provisioning.ts'

/** The lines that go on: those that are named, else all that wait. */
function resumed(order: Order, input: OrderProvideInformationInput): OrderLine[] {
  const waiting = order.lines.getItems().filter((line) => line.status === 'AWAITING_INFORMATION')
  const named = new Set((input.lines ?? []).map((line) => line.lineNumber))
  const chosen = named.size === 0 ? waiting : waiting.filter((line) => named.has(line.lineNumber))
  if (chosen.length > 0) return chosen
  throw refuse('NO_LINE_WAITS', 'None of these lines waits for information. Read the order again.', ['lines'])
}

/** What a line was asked for at delivery, has to have, and still lacks. */
function unanswered(order: Order, line: OrderLine): Problem[] {
  const wanted = new Set(line.informationRequest?.items.map(({ key }) => key))
  const isAnswered = (key: string) =>
    [order, line].some((holder) => key in holder.provisioningAnswers || key in holder.provisioningSecrets)
  return line.item.parameters
    .filter(({ key, phase, required }) => phase === 'FULFILLMENT' && required && wanted.has(key))
    .filter(({ key }) => !isAnswered(key))
    .map(({ key, label, scope }) => {
      const place = scope === 'LINE' ? ['lines', String(line.lineNumber)] : ['order']
      const message = `Answer "${label}".`
      return { code: 'PARAMETER_REQUIRED', message, path: ['provisioning', ...place, key] }
    })
}

async function provide(ctx: Ctx, order: Order, input: OrderProvideInformationInput): Promise<Order> {
  requireVersion(order, input.expectedVersion)
  requireCommand(ctx.actor, order, 'orderProvideInformation')
  const lines = resumed(order, input)
  const { values = null, lines: ofLines = null } = input
  await saveProvisioning(ctx, order, { values, lines: ofLines, phases: ['ORDERING', 'FULFILLMENT'] })
  const problems = provisioningProblems(await orderFacts(ctx, order))
  refuseAll([
    ...problems.map(({ code, message, path }) => ({ code, message, path })),
    ...lines.flatMap((line) => unanswered(order, line)),
  ])
  const now = ctx.clock.now()
  for (const line of lines) {
    line.status = 'QUEUED'
    line.informationRequest = null
    line.updatedAt = now
  }
  order.inquiry += 1
  moveOrder(ctx, order, 'orderProvideInformation')
  return order
}

/**
 * Gives the data that lines wait for: saves the answers, which must be complete now, queues the lines again and records
 * `order.information_provided`. Approval is not asked for again. Refuses malformed or missing answers, NO_LINE_WAITS.
 */
export async function provideInformation(ctx: Ctx, input: OrderProvideInformationInput): Promise<Order> {
  allow(ctx, 'ORDER_READ')
  const order = await findOrderForUpdate(ctx, input.orderId)
  return idempotent(
    ctx,
    {
      operation: 'orderProvideInformation',
      input,
      resultId: order.id,
    },
    { work: () => provide(ctx, order, input), replay: () => Promise.resolve(order) },
  )
}
