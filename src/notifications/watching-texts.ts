import type { MailContent } from './compose-mail.ts'
import {
  begins,
  decideAction,
  decidedBy,
  decisionQuote,
  factsOf,
  linesOf,
  listed,
  minute,
  verdictOf,
  wholeOrder,
  type MailSubject,
} from './mail-words.ts'
import type { ToldApproval } from './told-approval.ts'

type Told = ToldApproval

const waitsFor = ({ approval: { steps } }: Told) =>
  listed(steps.filter(({ status }) => status === 'ACTIVE').flatMap(({ approvers }) => approvers))

function stands(told: Told): [subject: string, sentence: string] {
  const what = wholeOrder(told)
  const { approval, decision, order } = told
  if (approval.status !== 'PENDING')
    return [`${begins(what)} ${verdictOf(told)}`, `${begins(what)} ${verdictOf(told)}${endedBy(told)}.`]
  if (decision)
    return [
      `${begins(what)} has one more approval`,
      `${begins(what)} has an approval by ${decision.decidedBy.name}. It waits for ${waitsFor(told)} now.`,
    ]
  const requester = order.requestedBy?.name ?? 'Somebody'
  return [
    `Approval asked for: ${what}`,
    `${requester} asks for approval of ${what}. It waits for ${waitsFor(told)}.`,
  ]
}

const endedBy = (told: Told) => (told.approval.status === 'WITHDRAWN' ? '' : decidedBy(told))

function watched({ told }: MailSubject): MailContent {
  const [subject, sentence] = stands(told)
  return {
    subject,
    paragraphs: [sentence, 'You watch it, and need do nothing.'],
    facts: factsOf(told),
    lines: linesOf(told),
    quote: decisionQuote(told),
  }
}

function watcherAdded({ told, by }: MailSubject): MailContent {
  const what = wholeOrder(told)
  return {
    subject: `You watch the approval of ${what}`,
    paragraphs: [
      `${by} lets you watch the approval of ${what}. It waits for ${waitsFor(told)}.`,
      'You are told of every decision, and need do nothing.',
    ],
    facts: factsOf(told),
    lines: linesOf(told),
  }
}

function commented(subject: MailSubject): MailContent {
  const { told } = subject
  const { comment } = told
  const author = comment?.author.name ?? 'Somebody'
  return {
    subject: `Comment on ${wholeOrder(told)}`,
    paragraphs: [`${author} says something about the approval of ${wholeOrder(told)}. It decides nothing.`],
    facts: factsOf(told),
    quote: comment ? { by: author, text: comment.body } : null,
    ...decideAction(subject),
  }
}

const pauseReasons = {
  CUSTOMER_ANSWER: 'the customer has to answer',
  VENDOR_ANSWER: 'the vendor has to answer',
  BUDGET: 'the budget is being released',
  NEGOTIATION: 'prices or terms are being negotiated',
  ABSENCE: 'somebody who has to decide is away',
} as const

function paused({ told, by }: MailSubject): MailContent {
  const { pausedUntil, pauseReason, pauseNote } = told.approval
  const why = pauseReason && pauseReason !== 'OTHER' ? `: ${pauseReasons[pauseReason]}` : ''
  const until = pausedUntil ? `until ${minute(new Date(pausedUntil))}` : 'until somebody resumes it'
  return {
    subject: `The approval of ${wholeOrder(told)} is paused`,
    paragraphs: [
      `${by} paused the approval of ${wholeOrder(told)}${why}.`,
      `Its time stands still ${until}. It can be decided all the same.`,
    ],
    facts: factsOf(told),
    quote: pauseNote ? { by, text: pauseNote } : null,
  }
}

function resumed({ told }: MailSubject): MailContent {
  const over = told.step?.expiresAt ? ` It is over on ${minute(new Date(told.step.expiresAt))}.` : ''
  return {
    subject: `The approval of ${wholeOrder(told)} goes on`,
    paragraphs: [`The time of the approval of ${wholeOrder(told)} runs again.${over}`],
    facts: factsOf(told),
  }
}

function blocked({ told }: MailSubject): MailContent {
  return {
    subject: `Nobody can decide: ${wholeOrder(told)}`,
    paragraphs: [
      `Too few people can decide on ${wholeOrder(told)}, administrators included. It waits until somebody comes.`,
      'Invite or activate somebody who may approve, or give somebody the role: it then goes on by itself. Or take the order back.',
    ],
    facts: [...factsOf(told), ['Why approval is needed', told.approval.reason]],
  }
}

/** Mails to those who watch, wait, talk or help. */
export const watchingTexts = {
  APPROVAL_WATCHED: watched,
  WATCHER_ADDED: watcherAdded,
  APPROVAL_COMMENTED: commented,
  APPROVAL_PAUSED: paused,
  APPROVAL_RESUMED: resumed,
  APPROVAL_BLOCKED: blocked,
}
