import type { Order, OrderLine } from './order.entity.ts'

/** The order's lines by number; read when they are not there yet, for many orders in one query. */
export async function linesOf(order: Order): Promise<OrderLine[]> {
  if (!order.lines.isInitialized()) await order.lines.load({ dataloader: true })
  return order.lines.getItems().toSorted((a, b) => a.lineNumber - b.lineNumber)
}
