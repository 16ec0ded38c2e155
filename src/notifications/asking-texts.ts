import type { MailContent } from './compose-mail.ts'
import {
  begins,
  decideAction,
  factsOf,
  linesOf,
  listed,
  minute,
  orderText,
  wholeOrder,
  type MailSubject,
} from './mail-words.ts'

const requesterOf = ({ told }: MailSubject) => told.order.requestedBy?.name ?? 'Somebody'

/** Facts, lines and link: what every mail shows that asks for a decision. */
function question(subject: MailSubject): Pick<MailContent, 'facts' | 'lines' | 'action'> {
  const { told } = subject
  return {
    facts: [...factsOf(told), ['Why you', told.step?.reason ?? told.approval.reason]],
    lines: linesOf(told),
    ...decideAction(subject),
  }
}

function deadlineOf({ told: { step } }: MailSubject): string[] {
  return step?.expiresAt ? [`Its time is over on ${minute(new Date(step.expiresAt))}.`] : []
}

function needed(subject: MailSubject): MailContent {
  const what = wholeOrder(subject.told)
  return {
    subject: `Approval needed: ${what}`,
    paragraphs: [`${requesterOf(subject)} asks for your approval of ${what}.`],
    ...question(subject),
  }
}

function reminder(subject: MailSubject): MailContent {
  const { told, waitingSince } = subject
  const since = waitingSince ? [`It has waited for you since ${minute(waitingSince)}.`] : []
  return {
    subject: `Reminder: ${wholeOrder(told)} waits for your approval`,
    paragraphs: [
      `${requesterOf(subject)} asks for your approval of ${wholeOrder(told)}.`,
      [...since, ...deadlineOf(subject)].join(' '),
    ].filter((text) => text !== ''),
    ...question(subject),
  }
}

function escalated(subject: MailSubject): MailContent {
  const { told } = subject
  const joined = new Set(told.joined?.map(({ id }) => id))
  const others = (told.step?.approvers ?? []).filter(({ id }) => !joined.has(id))
  return {
    subject: `Escalated to you: ${wholeOrder(told)}`,
    paragraphs: [
      `${begins(wholeOrder(told))} waits too long for ${listed(others)}, so you are asked for your approval as well.`,
      ...deadlineOf(subject),
    ],
    ...question(subject),
  }
}

function handedOver(subject: MailSubject): MailContent {
  const { told, by } = subject
  const { cause, removed = [], reason } = told
  const from = listed(removed)
  const isOwn = removed.length === 1 && from === by
  const why =
    cause === 'REASSIGNED'
      ? `${by} hands ${isOwn ? 'the' : `${from}'s`} approval of ${wholeOrder(told)} over to you.`
      : `${from} cannot decide any more, so you are asked for your approval of ${wholeOrder(told)}.`
  return {
    subject: `Approval needed: ${wholeOrder(told)}`,
    paragraphs: [why, ...deadlineOf(subject)],
    ...question(subject),
    quote: reason ? { by, text: reason } : null,
  }
}

function takenOver({ told, by }: MailSubject): MailContent {
  const { added = [], reason } = told
  return {
    subject: `No decision needed any more: ${orderText(told)}`,
    paragraphs: [
      `${by} handed your approval of ${wholeOrder(told)} over to ${listed(added)}. You need not decide any more.`,
    ],
    facts: factsOf(told),
    quote: reason ? { by, text: reason } : null,
  }
}

/** Mails that ask for a decision, or take the question back. */
export const askingTexts = {
  APPROVAL_NEEDED: needed,
  APPROVAL_REMINDER: reminder,
  APPROVAL_ESCALATED: escalated,
  APPROVAL_HANDED_OVER: handedOver,
  APPROVAL_TAKEN_OVER: takenOver,
}
