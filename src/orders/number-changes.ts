import type { OrderChangeInput } from './change.inputs.ts'
import type { OrderLine } from './order.entity.ts'

type Known = Pick<OrderLine, 'lineNumber' | 'subscriptionId' | 'action'>

/** Gives each change its line number: its own, else that of a line for the same subscription, else the next free one. */
export function numberChanges(changes: readonly OrderChangeInput[], existing: readonly Known[]): number[] {
  const taken = new Set(changes.flatMap(({ lineNumber }) => lineNumber ?? []))
  const free = existing.filter((line) => !taken.has(line.lineNumber))
  let next = Math.max(0, ...taken, ...existing.map((line) => line.lineNumber))
  return changes.map(({ lineNumber, cloudSubscriptionId, action }) => {
    if (typeof lineNumber === 'number') return lineNumber
    const at = free.findIndex(
      (line) => line.subscriptionId === cloudSubscriptionId && (line.action === 'ADD') === (action === 'ADD'),
    )
    const [kept] = at < 0 ? [] : free.splice(at, 1)
    return kept ? kept.lineNumber : (next += 1)
  })
}
