import { describe, expect, it } from 'vitest'
import {
  routeApproval,
  type EligibleAdministrator,
  type RoutingInput,
} from '../../src/approvals/routing.rules.ts'

const input: RoutingInput = {
  policies: [],
  facts: {
    orderType: 'NEW',
    currency: 'EUR',
    firstInvoiceTotal: '412.50',
    monthlyRecurring: '312.50',
    annualRecurring: '3750.00',
    totalContractValue: '3850.00',
    lineCount: 1,
    quantityDelta: '25',
  },
  organizationChain: ['org_lakeside', 'org_meridian', 'org_platform'],
  eligibleAdministrators: [],
  requesterId: 'usr_sales',
}

const lakeside = (userId: string): EligibleAdministrator => ({ userId, organizationId: 'org_lakeside' })
const meridian = (userId: string): EligibleAdministrator => ({ userId, organizationId: 'org_meridian' })

describe('routing an order to its approvers', () => {
  it.each<[string, EligibleAdministrator[], string, string[], string]>([
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
      'one entry for who is listed twice',
      [lakeside('a'), lakeside('a')],
      'x',
      ['a'],
      'DEFAULT_ADMINISTRATOR',
    ],
    [
      'the requester who administers both levels decides at neither',
      [lakeside('a'), meridian('a'), meridian('m')],
      'a',
      ['m'],
      'PARENT_ADMINISTRATOR',
    ],
  ])('%s', (...[, eligibleAdministrators, requesterId, approvers, rule]) => {
    expect(routeApproval({ ...input, eligibleAdministrators, requesterId })).toMatchObject({
      outcome: 'REQUIRE_APPROVAL',
      steps: [
        {
          order: 1,
          allOf: [{ anyOf: approvers.map((userId) => ({ kind: 'USER', userId })), minApprovals: 1 }],
          reason: { rule, policy: null },
        },
      ],
    })
  })

  it.each<[string, EligibleAdministrator[]]>([
    ['no administrators', []],
    ['the requester only', [lakeside('usr_sales'), meridian('usr_sales')]],
    ['administrators of strangers', [{ userId: 'h', organizationId: 'org_harbor' }]],
  ])('is blocked with %s', (_name, eligibleAdministrators) => {
    expect(routeApproval({ ...input, eligibleAdministrators })).toEqual({
      outcome: 'BLOCKED',
      problem: {
        code: 'APPROVER_MISSING',
        message:
          'Nobody can approve this order: you cannot approve your own. Ask for a second administrator in your organization.',
      },
    })
  })
})
