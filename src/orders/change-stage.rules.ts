import type { CalendarDate } from '../platform/calendar.ts'
import { decimal } from '../platform/money.ts'
import type { LineAction, LineChange } from './line-change.view.ts'
import type { StageProblemCode } from './stage-facts.ts'

/** What a line that changes something is judged by. */
export type ChangeFacts = {
  action: LineAction
  change: LineChange | null
  offerId: string
  /** The version that the line was saved against. */
  seenVersion: number
  /** The seller's day. */
  today: CalendarDate
  /** The subscription as it is now; null where it was read a moment ago. */
  now: { version: number; isActive: boolean; openOrder: string | null } | null
}

export type ChangeStageProblem = { code: StageProblemCode; field: string; message: string }

/** What keeps a change from being submitted. */
export function changeProblems(facts: ChangeFacts): ChangeStageProblem[] {
  return [...incompleteness(facts), ...overtaken(facts)]
}

function incompleteness({ action, change, offerId }: ChangeFacts): ChangeStageProblem[] {
  if (action === 'CANCEL' && !change?.reason) {
    const message = 'Say why it is cancelled.'
    return [{ code: 'CANCELLATION_REASON_MISSING', field: 'reason', message }]
  }
  if (!change || changesAnything(action, change, offerId)) return []
  const message = 'This line changes nothing; say what shall be different, or remove it.'
  return [{ code: 'CHANGE_MISSING', field: 'action', message }]
}

function changesAnything(action: LineAction, change: LineChange, offerId: string): boolean {
  const { autoRenew, renewalTerm, renewalQuantity } = change
  if (action === 'CHANGE_QUANTITY') return !decimal(change.quantityDelta).isZero()
  if (action === 'CHANGE_RENEWAL')
    return autoRenew !== null || renewalTerm !== null || renewalQuantity !== null
  return action !== 'SWITCH_PLAN' || offerId !== change.before.offerId
}

function overtaken({ change, seenVersion, today, now }: ChangeFacts): ChangeStageProblem[] {
  const problems: ChangeStageProblem[] = []
  const field = 'cloudSubscriptionId'
  if (change?.windowUntil && change.windowUntil < today) {
    const message = `The window for it closed on ${change.windowUntil}; save the changes again.`
    problems.push({ code: 'CANCELLATION_WINDOW_CLOSED', field: 'when', message })
  }
  if (now && !now.isActive) {
    const message = 'The subscription has ended, or its end is ordered; remove this line.'
    problems.push({ code: 'SUBSCRIPTION_NOT_ACTIVE', field, message })
  } else if (now && now.version !== seenVersion) {
    const message = 'The subscription was changed since; save the changes again.'
    problems.push({ code: 'SUBSCRIPTION_CHANGED', field, message })
  }
  if (now?.openOrder) {
    const message = `Order ${now.openOrder} changes this subscription and is not done; wait for it, or cancel it.`
    problems.push({ code: 'SUBSCRIPTION_IN_OTHER_ORDER', field, message })
  }
  return problems
}
