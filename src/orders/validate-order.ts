import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { notFound } from '../platform/errors.ts'
import { findOrder } from './find-order.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { OrderValidation } from './order.view.ts'
import { submitProblems } from './submit-problems.ts'

/** What `orderSubmit` would say now, by the same evaluation, besides the terms. Changes nothing. Refuses NOT_FOUND. */
export async function validateOrder(ctx: Ctx, orderId: string): Promise<OrderValidation> {
  allow(ctx, 'ORDER_READ')
  const order = await findOrder(ctx, orderId)
  if (!order) throw notFound('order', ['orderId'])
  const found = (await submitProblems(ctx, order)).flat()
  const problems = found.map(({ code, message, path }) => ({
    code,
    message,
    path,
    severity: 'ERROR' as const,
  }))
  return { canSubmit: problems.length === 0 && isEditable(order.status), problems }
}
