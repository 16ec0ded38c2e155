import type { MailContent } from './compose-mail.ts'
import type { ToldApproval } from './told-approval.ts'

/** What a text is made from: the event, and for who is asked to decide the address of the page. */
export interface MailSubject {
  told: ToldApproval
  /** Who did what is told. */
  by: string
  decideUrl: string | null
  /** Until when that address works. */
  decideUntil: Date
  /** Since when the step waits that the recipient is asked to decide. */
  waitingSince: Date | null
}

type Told = ToldApproval

const nameOf = ({ order }: Told) => order.orderNumber ?? 'without a number'
const customerOf = ({ order }: Told) => (order.organization ? ` for ${order.organization.name}` : '')
const money = (value: { amount: string; currency: string } | undefined) =>
  value && `${value.amount} ${value.currency}`

/** "order MC-2026-000042" */
export const orderText = (told: Told) => `order ${nameOf(told)}`

/** "order MC-2026-000042 for Alder & Birch" */
export const wholeOrder = (told: Told) => `${orderText(told)}${customerOf(told)}`

/** With a capital, where a sentence begins. */
export const begins = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`

/** "2026-11-23 09:30 UTC" */
export const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** "Ann, Bob and Cid" */
export function listed(people: ReadonlyArray<{ name: string }>): string {
  const names = people.map(({ name }) => name)
  const last = names.pop() ?? 'nobody'
  return names.length > 0 ? `${names.join(', ')} and ${last}` : last
}

/** What identifies an order to a person. Never answers of provisioning, costs or margins. */
export function factsOf({ order }: Told): MailContent['facts'] {
  return [
    ['Order', order.orderNumber],
    ['Revision', order.revision > 1 ? String(order.revision) : null],
    ['Customer', order.organization?.name],
    ['Account', order.account?.name],
    ['Purchase order', order.purchaseOrderNumber],
    ['Requested by', order.requestedBy?.name],
    ['First invoice', money(order.totals?.firstInvoiceTotal)],
    ['Monthly', money(order.totals?.monthlyRecurring)],
    ['Contract value', money(order.totals?.totalContractValue)],
  ]
}

/** What is ordered. */
export const linesOf = ({ order }: Told) =>
  (order.lines ?? []).map(({ productName, offerName, quantity, lineTotal }) => ({
    what: offerName.startsWith(productName) ? offerName : `${productName}, ${offerName}`,
    quantity,
    total: money(lineTotal) ?? '',
  }))

/** The way to the page where the recipient decides, if it is asked. */
export function decideAction({ decideUrl, decideUntil }: MailSubject): Pick<MailContent, 'action'> {
  if (!decideUrl) return {}
  const note = `The link is yours alone and works once, until ${minute(decideUntil)} or until the order changes. Opening it decides nothing. Do not forward this mail.`
  return { action: { label: 'See the order and decide', url: decideUrl, note } }
}

const verdicts: Record<string, string> = {
  APPROVED: 'is approved',
  REJECTED: 'was rejected',
  CHANGES_REQUESTED: 'was returned for changes',
  WITHDRAWN: 'was withdrawn',
  EXPIRED: 'was not decided in time',
}

/** What became of the request. */
export const verdictOf = ({ approval: { status } }: Told) => verdicts[status] ?? `is ${status}`

/** Who decided: a person, the time, or the policies. */
export function decidedBy({ approval, decision }: Told): string {
  if (approval.status === 'EXPIRED') return ''
  if (!decision) return ' without another decision, as its policies say'
  return decision.decidedBy.id === 'system' ? ', because its time was over' : ` by ${decision.decidedBy.name}`
}

/** What the decider wrote. */
export const decisionQuote = ({ decision }: Told) =>
  decision?.comment ? { by: decision.decidedBy.name, text: decision.comment } : null
