import { askingTexts } from './asking-texts.ts'
import type { MailContent } from './compose-mail.ts'
import {
  begins,
  decidedBy,
  decisionQuote,
  factsOf,
  orderText,
  verdictOf,
  wholeOrder,
  type MailSubject,
} from './mail-words.ts'
import type { NotificationKind } from './notified.rules.ts'
import { watchingTexts } from './watching-texts.ts'

function decided({ told }: MailSubject): MailContent {
  const { approval, decision } = told
  const isOpen = approval.status === 'PENDING'
  const who = decision?.decidedBy.name ?? 'An approver'
  const outcome = isOpen ? `has an approval by ${who}` : `${verdictOf(told)}${decidedBy(told)}`
  const next: Record<string, string> = {
    PENDING: 'More approvals are needed; you will hear of each.',
    APPROVED: 'It is delivered now. You need do nothing.',
    REJECTED: 'It stays as it is for good. Clone it to start another.',
    CHANGES_REQUESTED: 'Change what is asked, then submit it again: it keeps its number.',
  }
  return {
    subject: `${begins(orderText(told))} ${isOpen ? 'has one more approval' : verdictOf(told)}`,
    paragraphs: [`${begins(wholeOrder(told))} ${outcome}.`, next[approval.status] ?? ''].filter(
      (text) => text !== '',
    ),
    facts: factsOf(told),
    quote: decisionQuote(told),
  }
}

function over({ told }: MailSubject): MailContent {
  const { approval, decision } = told
  const what =
    approval.status === 'PENDING'
      ? 'has the approvals that this step needed'
      : `${verdictOf(told)}${decision ? decidedBy(told) : ''}`
  return {
    subject: `No decision needed any more: ${orderText(told)}`,
    paragraphs: [`${begins(wholeOrder(told))} ${what}. You need not decide any more.`],
    facts: factsOf(told),
  }
}

function withdrawn({ told }: MailSubject): MailContent {
  return {
    subject: `${begins(orderText(told))} was withdrawn from approval`,
    paragraphs: [
      `${begins(wholeOrder(told))} was taken back before it was decided.`,
      'Change it and submit it again, or cancel it.',
    ],
    facts: factsOf(told),
  }
}

function expired({ told }: MailSubject): MailContent {
  return {
    subject: `${begins(orderText(told))} was not decided in time`,
    paragraphs: [
      `Nobody decided on ${wholeOrder(told)} in time, so it has expired.`,
      'Clone it to order again.',
    ],
    facts: factsOf(told),
  }
}

/** What each kind of mail says. */
export const mailTexts: Readonly<Record<NotificationKind, (subject: MailSubject) => MailContent>> = {
  ...askingTexts,
  ...watchingTexts,
  APPROVAL_OVER: over,
  APPROVAL_DECIDED: decided,
  APPROVAL_WITHDRAWN: withdrawn,
  APPROVAL_EXPIRED: expired,
}
