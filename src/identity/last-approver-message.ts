import type { AbandonedApproval } from './approvals-left-to-nobody.ts'

const mostNamed = 5

/** Names the requests that keep somebody from going, and says what to do. */
export function lastApproverMessage(left: readonly AbandonedApproval[]): string {
  const names = [...new Set(left.map(({ orderNumber, requestId }) => orderNumber ?? requestId))]
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  return `Nobody else could decide ${names.slice(0, mostNamed).join(', ')}${more}. Name another approver or administrator first, or send force: true: the requests are then blocked until somebody can decide them.`
}
