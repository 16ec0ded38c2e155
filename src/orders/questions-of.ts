import type { Order } from './order.entity.ts'

/** What the order's lines ask, as the stage rules want it. */
export function questionsOf(order: Order) {
  const lines = order.lines.getItems().toSorted((a, b) => a.lineNumber - b.lineNumber)
  const definitions = Object.fromEntries(lines.map((line) => [line.lineNumber, line.item.parameters]))
  return { items: { lines }, provisioning: { definitions } }
}
