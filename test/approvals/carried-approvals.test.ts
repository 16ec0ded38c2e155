import { describe, expect, it } from 'vitest'
import { ApprovalDecision } from '../../src/approvals/approval-decision.entity.ts'
import { carriedApprovals, type KeepingStep } from '../../src/approvals/carried-approvals.rules.ts'

const named = (...ids: string[]) => ids.map((id) => ({ id, name: id }))
const step = (
  id: string,
  more: Partial<KeepingStep> & { ids?: string[]; version?: number } = {},
): KeepingStep => {
  const { ids = ['ann', 'ben'], version = 1, ...rest } = more
  return {
    id,
    groups: [{ approvers: named(...ids), minimumApprovals: 1, selfApproverIds: [] }],
    reasons: [{ rule: 'POLICY', policy: { id: 'app_1', version, name: 'P' }, message: 'P' }],
    keepsApprovals: true,
    ...rest,
  }
}
const said = (decidedBy: string, more: Partial<ApprovalDecision> = {}) =>
  Object.assign(new ApprovalDecision(), {
    id: `apd_${decidedBy}`,
    stepId: 'old',
    kind: 'APPROVE' as const,
    decidedBy,
    ...more,
  })

describe('which approvals a resubmission of the same content keeps', () => {
  it.each<[string, KeepingStep, KeepingStep, ApprovalDecision[], string[]]>([
    ['those of people who are asked as before', step('new'), step('old'), [said('ann')], ['ann']],
    [
      'none where a policy of the step restarts',
      step('new', { keepsApprovals: false }),
      step('old'),
      [said('ann')],
      [],
    ],
    [
      'none where one restarted before',
      step('new'),
      step('old', { keepsApprovals: false }),
      [said('ann')],
      [],
    ],
    ['none of another version of the policy', step('new', { version: 2 }), step('old'), [said('ann')], []],
    ['none of who is not asked any more', step('new', { ids: ['ben'] }), step('old'), [said('ann')], []],
    ['no refusal', step('new'), step('old'), [said('ann', { kind: 'REJECT' })], []],
    [
      'no approval that was taken back',
      step('new'),
      step('old'),
      [said('ann'), said('ann', { kind: 'REQUEST_CHANGES' })],
      [],
    ],
    ['no override', step('new'), step('old'), [said('ann', { isOverride: true })], []],
    [
      'nothing that a delegate said',
      step('new'),
      step('old'),
      [said('dan', { decidedFor: named('ann') })],
      [],
    ],
    ['nothing of another step', step('new'), step('old'), [said('ann', { stepId: 'other' })], []],
  ])('%s', (_what, now, before, decisions, kept) => {
    const carried = carriedApprovals(now, { steps: [before], decisions })
    expect(carried.map(({ decidedBy }) => decidedBy)).toEqual(kept)
  })
})
