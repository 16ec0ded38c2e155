import { describe, expect, it } from 'vitest'
import { eventsCatalog } from '../../src/events-catalog.ts'
import { addressedBy, isNotified, notifiedEvents } from '../../src/notifications/notified.rules.ts'
import { reasonToSkip, type Standing } from '../../src/notifications/standing.rules.ts'
import type { ToldApproval } from '../../src/notifications/told-approval.ts'
import { decision, person, step, told } from './told-samples.ts'

const ended = (status: string, first = status) => ({
  status,
  steps: [step(1, first, 'ann', 'bob'), step(2, 'SKIPPED', 'cid')],
})

/** A place of ann's that dan has now. */
const changed = (cause: string, status: string) =>
  told({ step: step(1, status, 'bob', 'dan'), cause, removed: [person('ann')], added: [person('dan')] })

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
    [
      'APPROVAL_EXPIRED to nobody',
      'APPROVAL_DECIDED to sal',
      'APPROVAL_OVER to nobody, of those asked',
      'APPROVAL_WATCHED to wes',
    ],
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
    [
      'APPROVAL_EXPIRED to nobody',
      'APPROVAL_DECIDED to sal',
      'APPROVAL_OVER to bob, of those asked',
      'APPROVAL_WATCHED to wes',
    ],
  ],
  [
    'the last approval of all',
    [
      'approval.decision_recorded',
      'ann',
      told({ decision: decision('APPROVE'), approval: ended('APPROVED') }),
    ],
    [
      'APPROVAL_EXPIRED to nobody',
      'APPROVAL_DECIDED to sal',
      'APPROVAL_OVER to bob, cid, of those asked',
      'APPROVAL_WATCHED to wes',
    ],
  ],
  [
    'a rejection',
    [
      'approval.decision_recorded',
      'ann',
      told({ decision: decision('REJECT'), approval: ended('REJECTED') }),
    ],
    [
      'APPROVAL_EXPIRED to nobody',
      'APPROVAL_DECIDED to sal',
      'APPROVAL_OVER to bob, cid, of those asked',
      'APPROVAL_WATCHED to wes',
    ],
  ],
  [
    'a withdrawal by its requester, who knows',
    ['approval.withdrawn', 'sal', told({ approval: ended('WITHDRAWN', 'SKIPPED') })],
    [
      'APPROVAL_WITHDRAWN to nobody',
      'APPROVAL_OVER to ann, bob, cid, of those asked',
      'APPROVAL_WATCHED to wes',
    ],
  ],
  [
    'a withdrawal by somebody else',
    ['approval.withdrawn', 'ann', told({ approval: ended('WITHDRAWN', 'APPROVED') })],
    ['APPROVAL_WITHDRAWN to sal', 'APPROVAL_OVER to cid, of those asked', 'APPROVAL_WATCHED to wes'],
  ],
  [
    'the end of the time',
    [
      'approval.decision_recorded',
      'system',
      told({ decision: decision('EXPIRE', 'system'), approval: ended('EXPIRED') }),
    ],
    [
      'APPROVAL_EXPIRED to sal',
      'APPROVAL_DECIDED to nobody',
      'APPROVAL_OVER to ann, bob, cid, of those asked',
      'APPROVAL_WATCHED to wes',
    ],
  ],
  [
    'a request, of which its watcher hears',
    ['approval.requested', 'system', told()],
    ['APPROVAL_WATCHED to wes'],
  ],
  [
    'a request whose watcher is asked to decide',
    ['approval.requested', 'system', told({ approval: { steps: [step(1, 'ACTIVE', 'wes')] } })],
    ['APPROVAL_WATCHED to nobody'],
  ],
  [
    'a request that was approved as it was opened',
    ['approval.requested', 'system', told({ approval: ended('APPROVED') })],
    ['APPROVAL_WATCHED to nobody'],
  ],
  [
    'an approval by policies',
    ['approval.completed', 'system', told({ approval: { status: 'APPROVED', steps: [] }, decision: null })],
    ['APPROVAL_DECIDED to sal', 'APPROVAL_WATCHED to wes'],
  ],
  [
    'an end that was told as a decision',
    ['approval.completed', 'ann', told({ approval: ended('APPROVED'), decision: decision('APPROVE') })],
    ['APPROVAL_DECIDED to nobody', 'APPROVAL_WATCHED to nobody'],
  ],
  [
    'an approver who begins the next step that asks the same person',
    ['approval.step_activated', 'ann', told({ step: step(2, 'ACTIVE', 'ann') })],
    ['APPROVAL_NEEDED to ann'],
  ],
  [
    'a reminder',
    [
      'approval.reminder_due',
      'system',
      told({ step: step(1, 'ACTIVE', 'ann', 'bob'), waitingFor: [person('bob')] }),
    ],
    ['APPROVAL_REMINDER to bob'],
  ],
  [
    'an escalation',
    [
      'approval.escalated',
      'system',
      told({ step: step(1, 'ACTIVE', 'ann', 'dan'), joined: [person('dan')] }),
    ],
    ['APPROVAL_ESCALATED to dan'],
  ],
  [
    'an escalation to those who were asked before',
    ['approval.escalated', 'system', told({ step: step(1, 'ACTIVE', 'ann'), joined: [] })],
    ['APPROVAL_ESCALATED to nobody'],
  ],
  [
    'a place that an administrator hands over',
    ['approval.approvers_changed', 'adm', changed('REASSIGNED', 'ACTIVE')],
    ['APPROVAL_HANDED_OVER to dan', 'APPROVAL_TAKEN_OVER to ann'],
  ],
  [
    'a place that an approver hands over, who knows',
    ['approval.approvers_changed', 'ann', changed('REASSIGNED', 'ACTIVE')],
    ['APPROVAL_HANDED_OVER to dan', 'APPROVAL_TAKEN_OVER to nobody'],
  ],
  [
    'somebody in the place of an approver who cannot decide any more',
    ['approval.approvers_changed', 'system', changed('LOST', 'ACTIVE')],
    ['APPROVAL_HANDED_OVER to dan', 'APPROVAL_TAKEN_OVER to nobody'],
  ],
  [
    'the same in a step whose turn has not come',
    ['approval.approvers_changed', 'system', changed('LOST', 'WAITING')],
    ['APPROVAL_HANDED_OVER to nobody', 'APPROVAL_TAKEN_OVER to nobody'],
  ],
  [
    'an approver who was added, and is asked as the step begins',
    ['approval.approvers_changed', 'sal', changed('ADDED', 'ACTIVE')],
    ['APPROVAL_HANDED_OVER to nobody', 'APPROVAL_TAKEN_OVER to nobody'],
  ],
  [
    'a watcher whom somebody else adds',
    ['approval.watchers_changed', 'adm', told({ added: [person('wes')], removed: [] })],
    ['WATCHER_ADDED to wes'],
  ],
  [
    'somebody who begins to watch',
    ['approval.watchers_changed', 'wes', told({ added: [person('wes')], removed: [] })],
    ['WATCHER_ADDED to nobody'],
  ],
  [
    'a watcher of what is decided',
    ['approval.watchers_changed', 'adm', told({ added: [person('wes')], approval: ended('APPROVED') })],
    ['WATCHER_ADDED to nobody'],
  ],
  ['a request that nobody can decide', ['approval.blocked', 'system', told()], ['APPROVAL_BLOCKED to adm']],
  [
    'a pause by an approver',
    ['approval.paused', 'ann', told({ step: step(1, 'ACTIVE', 'ann', 'bob') })],
    ['APPROVAL_PAUSED to sal', 'APPROVAL_PAUSED to bob, of those asked'],
  ],
  [
    'the end of a pause by its time',
    ['approval.resumed', 'system', told({ step: step(1, 'ACTIVE', 'ann', 'bob') })],
    ['APPROVAL_RESUMED to sal', 'APPROVAL_RESUMED to ann, bob, of those asked'],
  ],
  [
    'a comment of an approver',
    ['approval.comment_added', 'ann', told({ comment: { author: person('ann'), body: 'Why?' } })],
    ['APPROVAL_COMMENTED to sal, bob, wes'],
  ],
  ['what is not in the table', ['approval.unblocked', 'system', told()], []],
]

const around = { watcherIds: ['wes'], administratorIds: ['adm'] }

describe('who is told of an event', () => {
  it.each(cases)('%s', (_, [type, actorId, subject], mails) => {
    const found = addressedBy({ ...around, type, actorId, told: subject }).map(
      ({ kind, recipientIds, onlyAsked }) =>
        `${kind} to ${recipientIds.join(', ') || 'nobody'}${onlyAsked ? ', of those asked' : ''}`,
    )
    expect(found).toEqual(mails)
  })

  it('is asked of events that there are', () => {
    const published = new Set(eventsCatalog.map(({ type }) => type))
    expect([...notifiedEvents].filter((type) => !published.has(type))).toEqual([])
    expect([...notifiedEvents]).toHaveLength(13)
  })

  it('is not asked of an end that was told as a decision, nor of what is not in the table', () => {
    const heard = (type: string, data: object) => isNotified({ type, data: { ...data } })
    expect(heard('approval.completed', { decision: null })).toBe(true)
    expect(heard('approval.completed', { decision: decision('APPROVE') })).toBe(false)
    expect(heard('approval.decision_recorded', { decision: decision('APPROVE') })).toBe(true)
    expect(heard('approval.unblocked', {})).toBe(false)
  })
})

const standing: Standing = {
  kind: 'APPROVAL_NEEDED',
  recipientStatus: 'ACTIVE',
  isCustomer: false,
  isPending: true,
  isAsked: true,
  wasAsked: true,
}
const skips: Array<[what: string, more: Partial<Standing>, code: string | null]> = [
  ['a mail to somebody who is asked', {}, null],
  ['a mail to somebody who was deactivated', { recipientStatus: 'DEACTIVATED' }, 'RECIPIENT_INACTIVE'],
  ['a mail to somebody who never signed in', { recipientStatus: 'INVITED' }, 'RECIPIENT_INACTIVE'],
  ['a mail to nobody', { recipientStatus: null }, 'RECIPIENT_INACTIVE'],
  ['a question that is answered', { isAsked: false }, 'OVERTAKEN'],
  ['a reminder of a question that is answered', { kind: 'APPROVAL_REMINDER', isAsked: false }, 'OVERTAKEN'],
  ['an escalation that is answered', { kind: 'APPROVAL_ESCALATED', isAsked: false }, 'OVERTAKEN'],
  ['a place that was handed on', { kind: 'APPROVAL_HANDED_OVER', isAsked: false }, 'OVERTAKEN'],
  ['a pause of what is decided', { kind: 'APPROVAL_PAUSED', isPending: false }, 'OVERTAKEN'],
  ['the end of a pause by a decision', { kind: 'APPROVAL_RESUMED', isPending: false }, 'OVERTAKEN'],
  [
    'a request that was blocked and is withdrawn',
    { kind: 'APPROVAL_BLOCKED', isPending: false },
    'OVERTAKEN',
  ],
  ['a comment to a customer', { kind: 'APPROVAL_COMMENTED', isCustomer: true }, 'NOT_FOR_CUSTOMERS'],
  ['a comment to who has decided', { kind: 'APPROVAL_COMMENTED', isAsked: false, isPending: false }, null],
  ['a decision to a customer', { kind: 'APPROVAL_DECIDED', isCustomer: true, isPending: false }, null],
  ['the end of a question that was asked', { kind: 'APPROVAL_OVER', isAsked: false }, null],
  ['the end of a question that was never asked', { kind: 'APPROVAL_OVER', wasAsked: false }, 'NEVER_ASKED'],
  ['news of a decision', { kind: 'APPROVAL_DECIDED', isAsked: false, wasAsked: false }, null],
]

describe('whether a mail is still worth sending', () => {
  it.each(skips)('%s', (_, more, code) => {
    expect(reasonToSkip({ ...standing, ...more })?.split(':')[0] ?? null).toBe(code)
  })
})
