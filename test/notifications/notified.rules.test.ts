import { describe, expect, it } from 'vitest'
import { addressedBy, notifiedEvents } from '../../src/notifications/notified.rules.ts'
import { reasonToSkip, type Standing } from '../../src/notifications/standing.rules.ts'
import type { ToldApproval } from '../../src/notifications/told-approval.ts'
import { decision, step, told } from './told-samples.ts'

const ended = (status: string, first = status) => ({
  status,
  steps: [step(1, first, 'ann', 'bob'), step(2, 'SKIPPED', 'cid')],
})

const cases: Array<
  [what: string, event: [type: string, actor: string, told: ToldApproval], mails: string[]]
> = [
  [
    'a step begins',
    ['approval.step_activated', 'system', told({ step: step(1, 'ACTIVE', 'ann', 'bob') })],
    ['APPROVAL_NEEDED to ann, bob'],
  ],
  [
    'an approver who is named twice',
    ['approval.step_activated', 'system', told({ step: step(1, 'ACTIVE', 'ann', 'ann') })],
    ['APPROVAL_NEEDED to ann'],
  ],
  [
    'one approval of several that a step needs',
    ['approval.decision_recorded', 'ann', told({ decision: decision('APPROVE') })],
    ['APPROVAL_DECIDED to sal', 'APPROVAL_OVER to nobody, of those asked'],
  ],
  [
    'the last approval of a step, and another step begins',
    [
      'approval.decision_recorded',
      'ann',
      told({
        decision: decision('APPROVE'),
        approval: { steps: [step(1, 'APPROVED', 'ann', 'bob'), step(2, 'ACTIVE', 'cid')] },
      }),
    ],
    ['APPROVAL_DECIDED to sal', 'APPROVAL_OVER to bob, of those asked'],
  ],
  [
    'the last approval of all',
    [
      'approval.decision_recorded',
      'ann',
      told({ decision: decision('APPROVE'), approval: ended('APPROVED') }),
    ],
    ['APPROVAL_DECIDED to sal', 'APPROVAL_OVER to bob, of those asked'],
  ],
  [
    'a rejection',
    [
      'approval.decision_recorded',
      'ann',
      told({ decision: decision('REJECT'), approval: ended('REJECTED') }),
    ],
    ['APPROVAL_DECIDED to sal', 'APPROVAL_OVER to bob, of those asked'],
  ],
  [
    'a withdrawal by its requester, who knows',
    ['approval.withdrawn', 'sal', told({ approval: ended('WITHDRAWN', 'SKIPPED') })],
    ['APPROVAL_WITHDRAWN to nobody', 'APPROVAL_OVER to ann, bob, cid, of those asked'],
  ],
  [
    'a withdrawal by somebody else',
    ['approval.withdrawn', 'ann', told({ approval: ended('WITHDRAWN', 'APPROVED') })],
    ['APPROVAL_WITHDRAWN to sal', 'APPROVAL_OVER to cid, of those asked'],
  ],
  [
    'an expiry',
    ['approval.expired', 'system', told({ approval: ended('EXPIRED', 'SKIPPED') })],
    ['APPROVAL_EXPIRED to sal', 'APPROVAL_OVER to ann, bob, cid, of those asked'],
  ],
  ['what is not in the table', ['approval.requested', 'system', told()], []],
]

describe('who is told of an event', () => {
  it.each(cases)('%s', (_, [type, actorId, subject], mails) => {
    const found = addressedBy({ type, actorId, told: subject }).map(
      ({ kind, recipientIds, onlyAsked }) =>
        `${kind} to ${recipientIds.join(', ') || 'nobody'}${onlyAsked ? ', of those asked' : ''}`,
    )
    expect(found).toEqual(mails)
  })

  it('is asked of the events in the table alone', () => {
    expect([...notifiedEvents]).toEqual([
      'approval.step_activated',
      'approval.decision_recorded',
      'approval.withdrawn',
      'approval.expired',
    ])
  })
})

const standing: Standing = {
  kind: 'APPROVAL_NEEDED',
  recipientStatus: 'ACTIVE',
  isAsked: true,
  wasAsked: true,
}
const skips: Array<[what: string, more: Partial<Standing>, code: string | null]> = [
  ['a mail to somebody who is asked', {}, null],
  ['a mail to somebody who was deactivated', { recipientStatus: 'DEACTIVATED' }, 'RECIPIENT_INACTIVE'],
  ['a mail to somebody who never signed in', { recipientStatus: 'INVITED' }, 'RECIPIENT_INACTIVE'],
  ['a mail to nobody', { recipientStatus: null }, 'RECIPIENT_INACTIVE'],
  ['a question that is answered', { isAsked: false }, 'OVERTAKEN'],
  ['the end of a question that was asked', { kind: 'APPROVAL_OVER', isAsked: false }, null],
  ['the end of a question that was never asked', { kind: 'APPROVAL_OVER', wasAsked: false }, 'NEVER_ASKED'],
  ['news of a decision', { kind: 'APPROVAL_DECIDED', isAsked: false, wasAsked: false }, null],
]

describe('whether a mail is still worth sending', () => {
  it.each(skips)('%s', (_, more, code) => {
    expect(reasonToSkip({ ...standing, ...more })?.split(':')[0] ?? null).toBe(code)
  })
})
