import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import type { OrderChangeInput } from './change.inputs.ts'
import type { Order } from './order.entity.ts'
import type { OrderItemInput } from './order.inputs.ts'
import { replaceChanges } from './replace-changes.ts'
import { replaceLines } from './replace-lines.ts'

/** What an order is filled with: items when it is NEW, changes when it changes or cancels what runs. */
export interface LinesToFill {
  items: readonly OrderItemInput[]
  changes?: readonly OrderChangeInput[] | null
}

/** Replaces the lines of an editable order by what its type holds. Refuses what belongs to another type. */
export async function fillLines(ctx: Ctx, order: Order, { items, changes }: LinesToFill): Promise<void> {
  if (order.type === 'NEW') {
    if (changes && changes.length > 0)
      throw refuse('ORDER_TYPE_MISMATCH', 'Start an order of type CHANGE or CANCELLATION for changes.', [
        'changes',
      ])
    return replaceLines(ctx, order, items)
  }
  if (items.length > 0)
    throw refuse('ORDER_TYPE_MISMATCH', 'This order holds `changes`; send `items` empty.', ['items'])
  return replaceChanges(ctx, order, changes ?? [])
}
