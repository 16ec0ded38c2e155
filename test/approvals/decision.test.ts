import { describe, expect, it } from 'vitest'
import type { ApprovalDecisionKind } from '../../src/approvals/approval-decision.entity.ts'
import type { ApprovalStep } from '../../src/approvals/approval-step.entity.ts'
import {
  commentProblems,
  decisionObstacle,
  stepOutcome,
  type DecisionFacts,
  type DecisionOutcome,
} from '../../src/approvals/decision.rules.ts'

const step = (status: ApprovalStep['status'], approverIds: string[], selfApproverIds: string[] = []) => {
  const approvers = approverIds.map((id) => ({ id, name: id }))
  return {
    status,
    approverIds,
    groups: [{ approvers, minimumApprovals: 1, selfApproverIds }],
  } as ApprovalStep
}
const facts: DecisionFacts = {
  request: { status: 'PENDING', requesterId: 'usr_asks', sellerId: 'org_a' },
  steps: [step('APPROVED', ['usr_first']), step('ACTIVE', ['usr_boss', 'usr_asks'])],
  actor: { id: 'usr_boss', decidableSellers: ['org_a'] },
}
const by = (id: string, decidableSellers = ['org_a']) => ({ ...facts, actor: { id, decidableSellers } })

const obstacles: Array<[who: string, DecisionFacts, code: string | null]> = [
  ['an approver of the open step may decide', facts, null],
  ['the requester may not, although it is an approver', by('usr_asks'), 'SELF_APPROVAL'],
  [
    'the requester may where a policy says so',
    { ...by('usr_asks'), steps: [step('ACTIVE', ['usr_boss', 'usr_asks'], ['usr_asks'])] },
    null,
  ],
  ['an approver of a step that is over may not', by('usr_first'), 'APPROVAL_NOT_ELIGIBLE'],
  ['who is not asked may not', by('usr_other'), 'APPROVAL_NOT_ELIGIBLE'],
  ['who may not decide for this seller may not', by('usr_boss', ['org_b']), 'APPROVAL_NOT_ELIGIBLE'],
  ['nobody may without an open step', { ...facts, steps: [] }, 'APPROVAL_NOT_ELIGIBLE'],
  [
    'nobody may when it is decided',
    { ...facts, request: { ...facts.request, status: 'APPROVED' } },
    'APPROVAL_NOT_PENDING',
  ],
]

type Word = [by: string, kind: ApprovalDecisionKind]
const outcomes: Array<[what: string, minimum: number, words: Word[], outcome: DecisionOutcome]> = [
  ['nobody has spoken', 1, [], 'PENDING'],
  ['one approval of one', 1, [['a', 'APPROVE']], 'APPROVED'],
  ['one approval of two', 2, [['a', 'APPROVE']], 'PENDING'],
  [
    'one who approves twice counts once',
    2,
    [
      ['a', 'APPROVE'],
      ['a', 'APPROVE'],
    ],
    'PENDING',
  ],
  [
    'two approvals of two',
    2,
    [
      ['a', 'APPROVE'],
      ['b', 'APPROVE'],
    ],
    'APPROVED',
  ],
  [
    'one rejection decides',
    2,
    [
      ['a', 'APPROVE'],
      ['b', 'REJECT'],
    ],
    'REJECTED',
  ],
  [
    'a rejection before a request for changes',
    1,
    [
      ['a', 'REQUEST_CHANGES'],
      ['b', 'REJECT'],
    ],
    'REJECTED',
  ],
  [
    'a request for changes decides',
    2,
    [
      ['a', 'REQUEST_CHANGES'],
      ['b', 'APPROVE'],
    ],
    'CHANGES_REQUESTED',
  ],
  [
    'the last word counts',
    1,
    [
      ['a', 'REJECT'],
      ['a', 'APPROVE'],
    ],
    'APPROVED',
  ],
]

const comments: Array<[kind: ApprovalDecisionKind, comment: string | null, codes: string[]]> = [
  ['APPROVE', null, []],
  ['APPROVE', 'Fine', []],
  ['REJECT', 'Too dear', []],
  ['REJECT', null, ['COMMENT_REQUIRED']],
  ['REQUEST_CHANGES', '', ['COMMENT_REQUIRED']],
  ['APPROVE', 'x'.repeat(4000), []],
  ['APPROVE', 'x'.repeat(4001), ['COMMENT_TOO_LONG']],
]

describe('a decision', () => {
  it.each(obstacles)('%s', (_, given, code) => {
    expect(decisionObstacle(given)?.code ?? null).toBe(code)
  })

  it.each(outcomes)('%s: of at least %d', (_, minimumApprovals, words, outcome) => {
    const decisions = words.map(([decidedBy, kind]) => ({ decidedBy, kind }))
    const approvers = ['a', 'b', 'c'].map((id) => ({ id, name: id }))
    const groups = [{ approvers, minimumApprovals, selfApproverIds: [] }]
    expect(stepOutcome({ groups }, decisions)).toBe(outcome)
  })

  it.each(comments)('%s with the comment %s', (kind, comment, codes) => {
    expect(commentProblems(kind, comment).map(({ code }) => code)).toEqual(codes)
  })
})
