import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { findLineForUpdate, type LockedLine } from './find-line-for-update.ts'
import type { OrderLineRequestInformationInput } from './order-commands.inputs.ts'
import type { Order } from './order.entity.ts'
import { requestLineInformation } from './request-line-information.ts'

function problemsOf({ line }: LockedLine, input: OrderLineRequestInformationInput): Problem[] {
  const length = input.message.trim().length
  const message = 'Say what is needed, in 1 to 2000 characters.'
  const empty = { code: 'INFORMATION_MESSAGE_INVALID', message, path: ['message'] }
  const known = new Set(line.item.parameters.map((parameter) => parameter.key))
  return [
    ...(length >= 1 && length <= 2000 ? [] : [empty]),
    ...(input.items ?? []).flatMap(({ key }, index) =>
      known.has(key)
        ? []
        : [
            {
              code: 'PARAMETER_UNKNOWN',
              message: `The line has no question "${key.slice(0, 80)}". Use a key of its product's parameters.`,
              path: ['items', String(index), 'key'],
            },
          ],
    ),
  ]
}

/** Asks the requester, by hand or from an integration, for data that a line needs. */
export async function askForInformation(ctx: Ctx, input: OrderLineRequestInformationInput): Promise<Order> {
  allow(ctx, 'ORDER_FULFIL')
  const { order, line } = await findLineForUpdate(ctx, input)
  refuseAll(problemsOf({ order, line }, input))
  const items = (input.items ?? []).map(({ key, message }) => ({ key, message: message.slice(0, 500) }))
  const work = () => {
    requestLineInformation(ctx, { order, line, request: { message: input.message.trim(), items } })
    return Promise.resolve(order)
  }
  return idempotent(
    ctx,
    { operation: 'orderLineRequestInformation', input, resultId: order.id },
    { work, replay: () => Promise.resolve(order) },
  )
}
