import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuseAll } from '../platform/errors.ts'
import { failLine } from './fail-line.ts'
import { findLineForUpdate } from './find-line-for-update.ts'
import type { OrderLineFailInput } from './order-commands.inputs.ts'
import type { Order } from './order.entity.ts'

const codeProblem = {
  code: 'FAILURE_CODE_INVALID',
  message: 'Use 1 to 60 capitals, digits and underscores, such as DOMAIN_TAKEN.',
  path: ['code'],
}
const messageProblem = {
  code: 'FAILURE_MESSAGE_INVALID',
  message: 'Say what happened, in 1 to 2000 characters.',
  path: ['message'],
}

/** Reports by hand, or from an integration, that a line could not be delivered. */
export async function reportLineFailure(ctx: Ctx, input: OrderLineFailInput): Promise<Order> {
  allow(ctx, 'ORDER_FULFIL')
  const message = input.message.trim()
  refuseAll([
    ...(/^[A-Z0-9_]{1,60}$/.test(input.code) ? [] : [codeProblem]),
    ...(message.length >= 1 && message.length <= 2000 ? [] : [messageProblem]),
  ])
  const { order, line } = await findLineForUpdate(ctx, input)
  const work = () => {
    const { code, category, retryable } = input
    const failure = { code, category: category ?? 'VENDOR', retryable: retryable ?? true, message }
    failLine(ctx, { order, line, failure })
    return Promise.resolve(order)
  }
  return idempotent(
    ctx,
    { operation: 'orderLineFail', input, resultId: order.id },
    { work, replay: () => Promise.resolve(order) },
  )
}
