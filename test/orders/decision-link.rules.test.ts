import { describe, expect, it } from 'vitest'
import { linkObstacle, type LinkFacts } from '../../src/orders/decision-link.rules.ts'

const good: LinkFacts = {
  isExpired: false,
  mayDecide: true,
  hasDecided: false,
  isSameContent: true,
  requestStatus: 'PENDING',
  stepStatus: 'ACTIVE',
}

const cases: Array<[what: string, facts: Partial<LinkFacts>, code: string | null]> = [
  ['a link that is good', {}, null],
  ['after its approver has decided', { hasDecided: true }, 'LINK_USED'],
  [
    'after its approver has decided, whatever became of it',
    { hasDecided: true, isExpired: true, requestStatus: 'APPROVED', stepStatus: 'APPROVED' },
    'LINK_USED',
  ],
  ['when its time is over', { isExpired: true }, 'LINK_EXPIRED'],
  [
    'when somebody else approved',
    { requestStatus: 'APPROVED', stepStatus: 'APPROVED' },
    'APPROVAL_NOT_PENDING',
  ],
  [
    'when the order was withdrawn',
    { requestStatus: 'WITHDRAWN', stepStatus: 'SKIPPED' },
    'APPROVAL_NOT_PENDING',
  ],
  ['when a later step is open', { stepStatus: 'APPROVED' }, 'LINK_OVERTAKEN'],
  ['when its step is gone', { stepStatus: null }, 'LINK_OVERTAKEN'],
  ['when other content is decided on', { isSameContent: false }, 'LINK_OVERTAKEN'],
  ['when its approver has lost the role', { mayDecide: false }, 'APPROVAL_NOT_ELIGIBLE'],
]

describe('a link to decide', () => {
  it.each(cases)('%s', (_, facts, code) => {
    expect(linkObstacle({ ...good, ...facts })?.code ?? null).toBe(code)
  })

  it('says for every end of a request what to do', () => {
    for (const requestStatus of [
      'APPROVED',
      'REJECTED',
      'CHANGES_REQUESTED',
      'WITHDRAWN',
      'EXPIRED',
      'SUPERSEDED',
    ])
      expect(linkObstacle({ ...good, requestStatus } as LinkFacts)?.message).toMatch(/\. (You|Ask|Use) /)
  })
})
