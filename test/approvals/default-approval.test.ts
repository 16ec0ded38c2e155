import { describe, expect, it } from 'vitest'
import type { EligibleApprover } from '../../src/approvals/resolve-group.rules.ts'
import { routeApproval } from '../../src/approvals/routing.rules.ts'
import { lakeside, meridian, person, routing } from './routing-fixture.ts'

describe('without a policy', () => {
  it.each<[string, EligibleApprover[], string, string[], string]>([
    [
      'any administrator of the reseller',
      [lakeside('b'), lakeside('a')],
      'usr_sales',
      ['a', 'b'],
      'DEFAULT_ADMINISTRATOR',
    ],
    ['never the requester', [lakeside('a'), lakeside('b')], 'a', ['b'], 'DEFAULT_ADMINISTRATOR'],
    [
      'the parent is not asked while the reseller can',
      [meridian('m'), lakeside('a')],
      'x',
      ['a'],
      'DEFAULT_ADMINISTRATOR',
    ],
    [
      'the parent when the requester is alone',
      [lakeside('a'), meridian('m')],
      'a',
      ['m'],
      'PARENT_ADMINISTRATOR',
    ],
    [
      'the parent when the reseller has none',
      [meridian('n'), meridian('m')],
      'x',
      ['m', 'n'],
      'PARENT_ADMINISTRATOR',
    ],
    [
      'no approver who is no administrator',
      [lakeside('p', 'APPROVER'), lakeside('a')],
      'x',
      ['a'],
      'DEFAULT_ADMINISTRATOR',
    ],
  ])('%s', (...[, people, requesterId, approverIds, rule]) => {
    expect(routeApproval(routing({ people, facts: { requesterId } }))).toMatchObject({
      outcome: 'REQUIRE_APPROVAL',
      steps: [
        { position: 1, groups: [{ approverIds, minimumApprovals: 1 }], reasons: [{ rule, policy: null }] },
      ],
    })
  })

  it.each<[string, EligibleApprover[]]>([
    ['no administrators', []],
    ['the requester only', [lakeside('usr_sales')]],
    ['administrators of strangers', [person('h', 'org_harbor')]],
  ])('is blocked with %s', (_name, people) => {
    expect(routeApproval(routing({ people }))).toMatchObject({
      outcome: 'BLOCKED',
      problem: {
        code: 'APPROVER_MISSING',
        message:
          'Nobody can approve this order: you cannot approve your own. Ask for a second administrator in your organization.',
      },
    })
  })

  it('approves by itself where the reseller wants it', () => {
    expect(routeApproval(routing({ people: [], withoutPolicy: 'APPROVE' }))).toMatchObject({
      outcome: 'AUTO_APPROVE',
      reason: { rule: 'DEFAULT_APPROVE' },
    })
  })
})
