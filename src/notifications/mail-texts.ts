import type { MailContent } from './compose-mail.ts'
import type { NotificationKind } from './notified.rules.ts'
import type { ToldApproval } from './told-approval.ts'

/** What a text is made from: the event, and for who is asked to decide the address of the page. */
export interface MailSubject {
  told: ToldApproval
  decideUrl: string | null
  /** Until when that address works. */
  decideUntil: Date
}

type Told = ToldApproval

const nameOf = ({ order }: Told) => order.orderNumber ?? 'without a number'
const orderText = (told: Told) => `order ${nameOf(told)}`
const Order = (told: Told) => `Order ${nameOf(told)}`
const customerOf = ({ order }: Told) => (order.organization ? ` for ${order.organization.name}` : '')
const money = (value: { amount: string; currency: string } | undefined) =>
  value && `${value.amount} ${value.currency}`
const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

/** What identifies an order to a person. Never answers of provisioning, costs or margins. */
function factsOf({ order }: Told): MailContent['facts'] {
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

const linesOf = ({ order }: Told) =>
  (order.lines ?? []).map(({ productName, offerName, quantity, lineTotal }) => ({
    what: offerName.startsWith(productName) ? offerName : `${productName}, ${offerName}`,
    quantity,
    total: money(lineTotal) ?? '',
  }))

function needed({ told, decideUrl, decideUntil }: MailSubject): MailContent {
  const requester = told.order.requestedBy?.name ?? 'Somebody'
  const note = `The link is yours alone and works once, until ${minute(decideUntil)} or until the order changes. Opening it decides nothing. Do not forward this mail.`
  return {
    subject: `Approval needed: ${orderText(told)}${customerOf(told)}`,
    paragraphs: [`${requester} asks for your approval of ${orderText(told)}${customerOf(told)}.`],
    facts: [...factsOf(told), ['Why you', told.step?.reason ?? told.approval.reason]],
    lines: linesOf(told),
    ...(decideUrl ? { action: { label: 'See the order and decide', url: decideUrl, note } } : {}),
  }
}

const verdicts: Record<string, string> = {
  APPROVED: 'is approved',
  REJECTED: 'was rejected',
  CHANGES_REQUESTED: 'was returned for changes',
  WITHDRAWN: 'was withdrawn',
  EXPIRED: 'was not decided in time',
}
const verdictOf = ({ approval: { status } }: Told) => verdicts[status] ?? `is ${status}`

const quoteOf = ({ decision }: Told) =>
  decision?.comment ? { by: decision.decidedBy.name, text: decision.comment } : null

function decided({ told }: MailSubject): MailContent {
  const { approval, decision } = told
  const who = decision?.decidedBy.name ?? 'An approver'
  const isOpen = approval.status === 'PENDING'
  const outcome = isOpen ? `has an approval by ${who}` : verdictOf(told)
  const next: Record<string, string> = {
    PENDING: 'More approvals are needed; you will hear of each.',
    APPROVED: 'It is delivered now. You need do nothing.',
    REJECTED: 'It stays as it is for good. Clone it to start another.',
    CHANGES_REQUESTED: 'Change what is asked, then submit it again: it keeps its number.',
  }
  return {
    subject: `${Order(told)} ${isOpen ? 'has one more approval' : verdictOf(told)}`,
    paragraphs: [
      `${Order(told)}${customerOf(told)} ${outcome}${isOpen ? '' : ` by ${who}`}.`,
      next[approval.status] ?? '',
    ].filter((text) => text !== ''),
    facts: factsOf(told),
    quote: quoteOf(told),
  }
}

function over({ told }: MailSubject): MailContent {
  const by = told.decision ? ` by ${told.decision.decidedBy.name}` : ''
  const what =
    told.approval.status === 'PENDING' ? 'has the approvals that this step needed' : `${verdictOf(told)}${by}`
  return {
    subject: `No decision needed any more: ${orderText(told)}`,
    paragraphs: [`${Order(told)}${customerOf(told)} ${what}. You need not decide any more.`],
    facts: factsOf(told),
  }
}

function withdrawn({ told }: MailSubject): MailContent {
  return {
    subject: `${Order(told)} was withdrawn from approval`,
    paragraphs: [
      `${Order(told)}${customerOf(told)} was taken back before it was decided.`,
      'Change it and submit it again, or cancel it.',
    ],
    facts: factsOf(told),
  }
}

function expired({ told }: MailSubject): MailContent {
  return {
    subject: `${Order(told)} was not decided in time`,
    paragraphs: [
      `Nobody decided on ${orderText(told)}${customerOf(told)} in time, so it has expired.`,
      'Clone it to order again.',
    ],
    facts: factsOf(told),
  }
}

/** What each kind of mail says. */
export const mailTexts: Readonly<Record<NotificationKind, (subject: MailSubject) => MailContent>> = {
  APPROVAL_NEEDED: needed,
  APPROVAL_OVER: over,
  APPROVAL_DECIDED: decided,
  APPROVAL_WITHDRAWN: withdrawn,
  APPROVAL_EXPIRED: expired,
}
