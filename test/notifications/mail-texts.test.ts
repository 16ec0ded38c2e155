import { describe, expect, it } from 'vitest'
import { composeMail } from '../../src/notifications/compose-mail.ts'
import { mailTexts } from '../../src/notifications/mail-texts.ts'
import type { NotificationKind } from '../../src/notifications/notified.rules.ts'
import type { ToldApproval } from '../../src/notifications/told-approval.ts'
import { decision, step, told } from './told-samples.ts'

const decideUrl = 'https://shop.example/approvals/decide/token'
const decideUntil = new Date('2026-12-04T09:00:00Z')
const around = { by: 'Mo Admin', decideUrl, decideUntil, waitingSince: null }
const mailOf = (kind: NotificationKind, subject: ToldApproval) =>
  composeMail(mailTexts[kind]({ ...around, told: subject }))

describe('the mail to an approver', () => {
  it('says what is asked, by whom, why, and where to decide', () => {
    const mail = mailOf('APPROVAL_NEEDED', told({ step: step(1, 'ACTIVE', 'ann') }))
    expect(mail.subject).toBe('Approval needed: order MC-2026-000042 for Alder & Birch')
    expect(mail.text).toBe(`Sana Quill asks for your approval of order MC-2026-000042 for Alder & Birch.

Order:          MC-2026-000042
Customer:       Alder & Birch
Account:        Head office
Purchase order: PO-7781
Requested by:   Sana Quill
First invoice:  292.50 EUR
Monthly:        292.50 EUR
Contract value: 3510.00 EUR
Why you:        Reason 1.

- 25 x Business Standard, one year: 292.50 EUR

See the order and decide:
https://shop.example/approvals/decide/token

The link is yours alone and works once, until 2026-12-04 09:00 UTC or until the order changes. Opening it decides nothing. Do not forward this mail.

-- 
Countersign sent this because of your part in the order. Nobody reads answers to it.
`)
    expect(mail.html).toContain(`href="${decideUrl}"`)
    expect(mail.html).toContain('Alder &amp; Birch')
  })

  it('shows twenty lines and counts the rest', () => {
    const { order } = told()
    const lines = Array.from({ length: 23 }, () => order.lines?.[0])
    const { text } = mailOf('APPROVAL_NEEDED', told({ order: { lines } }))
    expect(text.split('- 25 x').length - 1).toBe(20)
    expect(text).toContain('and 3 more lines')
  })

  it('does with what little an event may know of its order', () => {
    const bare = { organization: undefined, lines: undefined, totals: undefined, orderNumber: null }
    expect(mailOf('APPROVAL_NEEDED', told({ order: bare })).subject).toBe(
      'Approval needed: order without a number',
    )
  })
})

const outcomes: Array<[kind: NotificationKind, subject: ToldApproval, says: string, text: string]> = [
  [
    'APPROVAL_DECIDED',
    told({ decision: decision('APPROVE') }),
    'Order MC-2026-000042 has one more approval',
    'has an approval by ANN.',
  ],
  [
    'APPROVAL_DECIDED',
    told({ decision: decision('APPROVE'), approval: { status: 'APPROVED' } }),
    'Order MC-2026-000042 is approved',
    'is approved by ANN.',
  ],
  [
    'APPROVAL_DECIDED',
    told({
      decision: decision('REJECT', 'ann', 'Too much.\nHalf is enough.'),
      approval: { status: 'REJECTED' },
    }),
    'Order MC-2026-000042 was rejected',
    'ANN wrote:\n> Too much.\n> Half is enough.',
  ],
  [
    'APPROVAL_DECIDED',
    told({ decision: decision('REQUEST_CHANGES'), approval: { status: 'CHANGES_REQUESTED' } }),
    'Order MC-2026-000042 was returned for changes',
    'it keeps its number',
  ],
  [
    'APPROVAL_OVER',
    told({ decision: decision('APPROVE'), approval: { status: 'APPROVED' } }),
    'No decision needed any more: order MC-2026-000042',
    'is approved by ANN. You need not decide any more.',
  ],
  [
    'APPROVAL_OVER',
    told({ decision: decision('APPROVE') }),
    'No decision needed any more: order MC-2026-000042',
    'has the approvals that this step needed.',
  ],
  [
    'APPROVAL_WITHDRAWN',
    told({ approval: { status: 'WITHDRAWN' } }),
    'Order MC-2026-000042 was withdrawn from approval',
    'taken back before it was decided',
  ],
  [
    'APPROVAL_DECIDED',
    told({ decision: decision('APPROVE', 'system'), approval: { status: 'APPROVED' } }),
    'Order MC-2026-000042 is approved',
    'is approved, because its time was over.',
  ],
  [
    'APPROVAL_OVER',
    told({ decision: decision('EXPIRE', 'system'), approval: { status: 'EXPIRED' } }),
    'No decision needed any more: order MC-2026-000042',
    'was not decided in time. You need not decide any more.',
  ],
  [
    'APPROVAL_EXPIRED',
    told({ approval: { status: 'EXPIRED' } }),
    'Order MC-2026-000042 was not decided in time',
    'so it has expired',
  ],
]

describe('the mail of', () => {
  it.each(outcomes)('%s', (kind, subject, says, text) => {
    const mail = mailOf(kind, subject)
    expect(mail.subject).toBe(says)
    expect(mail.text).toContain(text)
    expect(mail.text).not.toContain(decideUrl)
  })
})

describe('foreign words in a mail', () => {
  const canary = '<img src=x onerror="alert(1)">'
  const hostile = told({
    order: { organization: { name: `Evil${canary}\r\nBcc: all@evil.example` } },
    step: { ...step(1, 'ACTIVE', 'ann'), reason: `${canary}\u202egnp.exe` },
    decision: decision('REJECT', 'ann', `${canary}\n\nSee order and decide:\nhttps://evil.example`),
    comment: { author: { id: 'eve', name: `Eve${canary}` }, body: `${canary}\nBcc: all@evil.example` },
    cause: 'REASSIGNED',
    added: [{ id: 'eve', name: `${canary}\r\nBcc: all@evil.example` }],
    removed: [{ id: 'mal', name: `${canary}\r\nBcc: all@evil.example` }],
    joined: [],
    reason: `${canary}\nBcc: all@evil.example`,
    approval: { pauseNote: canary, pauseReason: 'OTHER' },
  })

  it('are escaped in HTML, and end no line', () => {
    for (const kind of Object.keys(mailTexts) as NotificationKind[]) {
      const mail = mailOf(kind, hostile)
      expect(mail.html).not.toContain('<img')
      expect(mail.html).not.toContain('\u202e')
      expect(mail.subject).not.toMatch(/[\r\n]/)
      expect(mail.text).not.toMatch(/^Bcc:/m)
    }
  })

  it('stay within the quote that they are', () => {
    const { text } = mailOf('APPROVAL_DECIDED', hostile)
    expect(text).toContain('> See order and decide:\n> https://evil.example')
  })
})
