import { describe, expect, it } from 'vitest'
import { composeMail } from '../../src/notifications/compose-mail.ts'
import { mailTexts } from '../../src/notifications/mail-texts.ts'
import type { NotificationKind } from '../../src/notifications/notified.rules.ts'
import type { ToldApproval } from '../../src/notifications/told-approval.ts'
import { decision, person, step, told } from './told-samples.ts'

const decideUrl = 'https://shop.example/approvals/decide/token'
const decideUntil = new Date('2026-12-04T09:00:00Z')
const waitingSince = new Date('2026-11-27T09:00:00Z')
const mailOf = (
  kind: NotificationKind,
  subject: ToldApproval,
  asked: { decideUrl: string | null } = { decideUrl },
) => composeMail(mailTexts[kind]({ told: subject, by: 'Mo Admin', decideUntil, waitingSince, ...asked }))

const facts = `Order:          MC-2026-000042
Customer:       Alder & Birch
Account:        Head office
Purchase order: PO-7781
Requested by:   Sana Quill
First invoice:  292.50 EUR
Monthly:        292.50 EUR
Contract value: 3510.00 EUR`
const lines = '- 25 x Business Standard, one year: 292.50 EUR'
const question = `${facts}
Why you:        Reason 1.

${lines}`
const link = `See the order and decide:
https://shop.example/approvals/decide/token

The link is yours alone and works once, until 2026-12-04 09:00 UTC or until the order changes. Opening it decides nothing. Do not forward this mail.`
const footer = `-- 
Countersign sent this because of your part in the order. Nobody reads answers to it.
`
const timed = { ...step(1, 'ACTIVE', 'ann', 'bob', 'dan'), expiresAt: '2026-12-01T17:00:00.000Z' }
const changes = { step: timed, removed: [person('eva')], added: [person('dan')] }

const wholeMails: Array<[what: string, kind: NotificationKind, subject: ToldApproval, mail: string[]]> = [
  [
    'a reminder says since when, and until when',
    'APPROVAL_REMINDER',
    told({ step: timed, waitingFor: [person('bob')] }),
    [
      'Reminder: order MC-2026-000042 for Alder & Birch waits for your approval',
      'Sana Quill asks for your approval of order MC-2026-000042 for Alder & Birch.',
      'It has waited for you since 2026-11-27 09:00 UTC. Its time is over on 2026-12-01 17:00 UTC.',
      question,
      link,
    ],
  ],
  [
    'an escalation says for whom it waits too long',
    'APPROVAL_ESCALATED',
    told({ step: timed, joined: [person('dan')] }),
    [
      'Escalated to you: order MC-2026-000042 for Alder & Birch',
      'Order MC-2026-000042 for Alder & Birch waits too long for ANN and BOB, so you are asked for your approval as well.',
      'Its time is over on 2026-12-01 17:00 UTC.',
      question,
      link,
    ],
  ],
  [
    'a place that was handed over says by whom and why',
    'APPROVAL_HANDED_OVER',
    told({ ...changes, cause: 'REASSIGNED', reason: 'On leave.' }),
    [
      'Approval needed: order MC-2026-000042 for Alder & Birch',
      "Mo Admin hands EVA's approval of order MC-2026-000042 for Alder & Birch over to you.",
      'Its time is over on 2026-12-01 17:00 UTC.',
      question,
      'Mo Admin wrote:\n> On leave.',
      link,
    ],
  ],
  [
    'a place that its owner hands over',
    'APPROVAL_HANDED_OVER',
    told({ ...changes, removed: [{ id: 'mo', name: 'Mo Admin' }], cause: 'REASSIGNED', reason: 'On leave.' }),
    [
      'Approval needed: order MC-2026-000042 for Alder & Birch',
      'Mo Admin hands the approval of order MC-2026-000042 for Alder & Birch over to you.',
      'Its time is over on 2026-12-01 17:00 UTC.',
      question,
      'Mo Admin wrote:\n> On leave.',
      link,
    ],
  ],
  [
    'a place of somebody who is lost',
    'APPROVAL_HANDED_OVER',
    told({ ...changes, step: step(1, 'ACTIVE', 'dan'), cause: 'LOST', reason: null }),
    [
      'Approval needed: order MC-2026-000042 for Alder & Birch',
      'EVA cannot decide any more, so you are asked for your approval of order MC-2026-000042 for Alder & Birch.',
      question,
      link,
    ],
  ],
  [
    'who had the place is told who has it now',
    'APPROVAL_TAKEN_OVER',
    told({ ...changes, cause: 'REASSIGNED', reason: 'On leave.' }),
    [
      'No decision needed any more: order MC-2026-000042',
      'Mo Admin handed your approval of order MC-2026-000042 for Alder & Birch over to DAN. You need not decide any more.',
      facts,
      'Mo Admin wrote:\n> On leave.',
    ],
  ],
  [
    'a watcher hears of the request',
    'APPROVAL_WATCHED',
    told(),
    [
      'Approval asked for: order MC-2026-000042 for Alder & Birch',
      'Sana Quill asks for approval of order MC-2026-000042 for Alder & Birch. It waits for ANN and BOB.',
      'You watch it, and need do nothing.',
      facts,
      lines,
    ],
  ],
  [
    'a watcher hears of one approval of several',
    'APPROVAL_WATCHED',
    told({
      decision: decision('APPROVE', 'ann', 'Fine.'),
      approval: { steps: [step(1, 'APPROVED', 'ann'), step(2, 'ACTIVE', 'cid')] },
    }),
    [
      'Order MC-2026-000042 for Alder & Birch has one more approval',
      'Order MC-2026-000042 for Alder & Birch has an approval by ANN. It waits for CID now.',
      'You watch it, and need do nothing.',
      facts,
      lines,
      'ANN wrote:\n> Fine.',
    ],
  ],
  [
    'a watcher hears of the end',
    'APPROVAL_WATCHED',
    told({ decision: decision('REJECT', 'ann', 'Too much.'), approval: { status: 'REJECTED' } }),
    [
      'Order MC-2026-000042 for Alder & Birch was rejected',
      'Order MC-2026-000042 for Alder & Birch was rejected by ANN.',
      'You watch it, and need do nothing.',
      facts,
      lines,
      'ANN wrote:\n> Too much.',
    ],
  ],
  [
    'a watcher hears of a withdrawal',
    'APPROVAL_WATCHED',
    told({ approval: { status: 'WITHDRAWN' } }),
    [
      'Order MC-2026-000042 for Alder & Birch was withdrawn',
      'Order MC-2026-000042 for Alder & Birch was withdrawn.',
      'You watch it, and need do nothing.',
      facts,
      lines,
    ],
  ],
  [
    'a watcher hears that nobody decided',
    'APPROVAL_WATCHED',
    told({ decision: decision('EXPIRE', 'system'), approval: { status: 'EXPIRED' } }),
    [
      'Order MC-2026-000042 for Alder & Birch was not decided in time',
      'Order MC-2026-000042 for Alder & Birch was not decided in time.',
      'You watch it, and need do nothing.',
      facts,
      lines,
    ],
  ],
  [
    'somebody hears of being a watcher',
    'WATCHER_ADDED',
    told({ added: [person('wes')], removed: [] }),
    [
      'You watch the approval of order MC-2026-000042 for Alder & Birch',
      'Mo Admin lets you watch the approval of order MC-2026-000042 for Alder & Birch. It waits for ANN and BOB.',
      'You are told of every decision, and need do nothing.',
      facts,
      lines,
    ],
  ],
  [
    'a comment to who is asked',
    'APPROVAL_COMMENTED',
    told({ comment: { author: person('cid'), body: 'Which budget is it?\nOurs?' } }),
    [
      'Comment on order MC-2026-000042 for Alder & Birch',
      'CID says something about the approval of order MC-2026-000042 for Alder & Birch. It decides nothing.',
      facts,
      'CID wrote:\n> Which budget is it?\n> Ours?',
      link,
    ],
  ],
  [
    'a pause with an end',
    'APPROVAL_PAUSED',
    told({
      approval: {
        pausedUntil: '2026-11-30T08:00:00.000Z',
        pauseReason: 'CUSTOMER_ANSWER',
        pauseNote: 'They count seats.',
      },
    }),
    [
      'The approval of order MC-2026-000042 for Alder & Birch is paused',
      'Mo Admin paused the approval of order MC-2026-000042 for Alder & Birch: the customer has to answer.',
      'Its time stands still until 2026-11-30 08:00 UTC. It can be decided all the same.',
      facts,
      'Mo Admin wrote:\n> They count seats.',
    ],
  ],
  [
    'a pause without one',
    'APPROVAL_PAUSED',
    told({ approval: { pausedUntil: null, pauseReason: 'OTHER', pauseNote: null } }),
    [
      'The approval of order MC-2026-000042 for Alder & Birch is paused',
      'Mo Admin paused the approval of order MC-2026-000042 for Alder & Birch.',
      'Its time stands still until somebody resumes it. It can be decided all the same.',
      facts,
    ],
  ],
  [
    'the end of a pause',
    'APPROVAL_RESUMED',
    told({ step: timed }),
    [
      'The approval of order MC-2026-000042 for Alder & Birch goes on',
      'The time of the approval of order MC-2026-000042 for Alder & Birch runs again. It is over on 2026-12-01 17:00 UTC.',
      facts,
    ],
  ],
  [
    'a request that nobody can decide says what to do',
    'APPROVAL_BLOCKED',
    told(),
    [
      'Nobody can decide: order MC-2026-000042 for Alder & Birch',
      'Too few people can decide on order MC-2026-000042 for Alder & Birch, administrators included. It waits until somebody comes.',
      'Invite or activate somebody who may approve, or give somebody the role: it then goes on by itself. Or take the order back.',
      `Order:                  MC-2026-000042
Customer:               Alder & Birch
Account:                Head office
Purchase order:         PO-7781
Requested by:           Sana Quill
First invoice:          292.50 EUR
Monthly:                292.50 EUR
Contract value:         3510.00 EUR
Why approval is needed: Reason 1. Reason 2.`,
    ],
  ],
  [
    'an approval that nobody had to give',
    'APPROVAL_DECIDED',
    told({
      decision: null,
      approval: { status: 'APPROVED', steps: [], reason: 'Policy "Cheap": marginPercent' },
    }),
    [
      'Order MC-2026-000042 is approved',
      'Order MC-2026-000042 for Alder & Birch is approved without another decision, as its policies say.',
      'It is delivered now. You need do nothing.',
      facts,
    ],
  ],
]

describe('the whole mail', () => {
  it.each(wholeMails)('%s', (_, kind, subject, [title, ...blocks]) => {
    const mail = mailOf(kind, subject)
    expect(mail.subject).toBe(title)
    expect(mail.text).toBe([...blocks, footer].join('\n\n'))
  })

  it('of a comment shows who is not asked no link', () => {
    const comment = { author: person('cid'), body: 'Which budget is it?' }
    expect(mailOf('APPROVAL_COMMENTED', told({ comment }), { decideUrl: null }).text).not.toContain(
      '/decide/',
    )
  })
})
