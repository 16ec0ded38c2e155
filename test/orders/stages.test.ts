import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StageFacts } from '../../src/orders/stage-facts.ts'
import { blockingProblems, evaluateStages } from '../../src/orders/stages.rules.ts'
import {
  admin,
  fresh,
  line,
  problems,
  ready,
  states,
  tenant,
  withContacts,
  withLines,
} from './stage-samples.ts'

describe('how far the stages are', () => {
  it('an order that lacks nothing is complete in all four', () => {
    expect(evaluateStages(ready)).toEqual([
      { kind: 'SELECT_ITEMS', state: 'COMPLETE', problems: [] },
      { kind: 'CONTACT_DETAILS', state: 'COMPLETE', problems: [] },
      { kind: 'PROVISIONING', state: 'COMPLETE', problems: [] },
      { kind: 'SUMMARY', state: 'COMPLETE', problems: [] },
    ])
  })

  it('a new draft has started none and says what each needs', () => {
    expect(states(fresh)).toEqual(['NOT_STARTED', 'NOT_STARTED', 'NOT_STARTED', 'NOT_STARTED'])
    expect(problems(fresh)).toEqual([
      'ITEMS_EMPTY items',
      'CONTACT_ROLE_MISSING contacts.ADMIN',
      'CONTACT_ROLE_MISSING contacts.BILLING',
      'CONTACT_ROLE_MISSING contacts.TECHNICAL',
      'STAGE_NOT_SAVED stages.PROVISIONING',
    ])
  })

  const nothingAsked: StageFacts = {
    ...withLines(line(1)),
    provisioning: fresh.provisioning,
  }
  it.each<[string, StageFacts, string[]]>([
    [
      'items saved empty',
      { ...fresh, items: { lines: [], savedAtAccountRevision: 1 } },
      ['INCOMPLETE', 'NOT_STARTED', 'NOT_STARTED', 'INCOMPLETE'],
    ],
    [
      'items only',
      { ...fresh, items: ready.items, provisioning: { ...fresh.provisioning, definitions: { 1: [tenant] } } },
      ['COMPLETE', 'NOT_STARTED', 'NOT_STARTED', 'INCOMPLETE'],
    ],
    [
      'contacts saved before items',
      { ...fresh, contacts: ready.contacts },
      ['NOT_STARTED', 'COMPLETE', 'NOT_STARTED', 'INCOMPLETE'],
    ],
    [
      'nothing is asked, so nothing needs saving',
      nothingAsked,
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
    ],
    [
      'contacts filled but never saved',
      withContacts({ savedAtAccountRevision: null }),
      ['COMPLETE', 'NOT_STARTED', 'COMPLETE', 'INCOMPLETE'],
    ],
    ['the account changed', { ...ready, accountRevision: 2 }, ['STALE', 'STALE', 'STALE', 'STALE']],
    [
      'the account changed on a new draft',
      { ...fresh, accountRevision: 2 },
      ['NOT_STARTED', 'NOT_STARTED', 'NOT_STARTED', 'NOT_STARTED'],
    ],
    [
      'contacts were saved with a new account',
      { ...withContacts({ savedAtAccountRevision: 2 }), accountRevision: 2 },
      ['STALE', 'COMPLETE', 'STALE', 'STALE'],
    ],
    [
      'a quantity changed',
      {
        ...ready,
        items: { ...ready.items, lines: [line(1, { quantity: '6', changedAtItemsRevision: 2 }), line(2)] },
      },
      ['COMPLETE', 'COMPLETE', 'STALE', 'STALE'],
    ],
    [
      'a line that asks was added',
      {
        ...ready,
        items: { ...ready.items, lines: [line(1), line(2), line(3, { changedAtItemsRevision: 2 })] },
        provisioning: {
          ...ready.provisioning,
          definitions: { 1: [tenant, admin], 3: [{ ...admin, required: false }] },
        },
      },
      ['COMPLETE', 'COMPLETE', 'STALE', 'STALE'],
    ],
    [
      'a line that asks nothing was added',
      {
        ...ready,
        items: { ...ready.items, lines: [line(1), line(2), line(3, { changedAtItemsRevision: 2 })] },
      },
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
    ],
    [
      'a line was removed',
      { ...ready, items: { ...ready.items, lines: [line(1)] } },
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
    ],
    [
      'a price expired',
      { ...ready, now: '2026-02-01T00:00:00Z' },
      ['STALE', 'COMPLETE', 'COMPLETE', 'STALE'],
    ],
    [
      'a price has a second left',
      { ...ready, now: '2026-01-31T23:59:59Z' },
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
    ],
    [
      'an order sent back is held to the same',
      { ...ready, status: 'CHANGES_REQUESTED', now: '2026-02-01T00:00:00Z' },
      ['STALE', 'COMPLETE', 'COMPLETE', 'STALE'],
    ],
    [
      'a submitted order is frozen',
      {
        ...ready,
        status: 'SUBMITTED',
        now: '2026-03-01T00:00:00Z',
        accountRevision: 9,
        account: { id: 'acc_1', status: 'CLOSED' },
      },
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
    ],
    [
      'only warnings',
      withLines(line(1), line(2, { offerId: 'off_1' })),
      ['COMPLETE', 'COMPLETE', 'COMPLETE', 'COMPLETE'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(states(facts)).toEqual(expected)
  })
})

describe('the summary', () => {
  it('names the stages that hold it up', () => {
    const summary = evaluateStages({ ...ready, now: '2026-02-01T00:00:00Z', account: null })[3]
    expect(summary).toEqual({
      kind: 'SUMMARY',
      state: 'STALE',
      problems: [
        {
          code: 'STAGE_NOT_COMPLETE',
          path: ['stages', 'SELECT_ITEMS'],
          severity: 'ERROR',
          message: 'Finish the stage SELECT_ITEMS first.',
        },
        {
          code: 'STAGE_NOT_COMPLETE',
          path: ['stages', 'CONTACT_DETAILS'],
          severity: 'ERROR',
          message: 'Finish the stage CONTACT_DETAILS first.',
        },
      ],
    })
  })

  it('is complete if and only if no blocking problem is left, whatever the facts', () => {
    const revision = fc.option(fc.integer({ min: 1, max: 2 }))
    const anyLine = fc
      .record({
        quantity: fc.constantFrom('5', '0', 'x'),
        changedAtItemsRevision: fc.integer({ min: 1, max: 3 }),
        price: fc.constantFrom(null, { currency: 'EUR', validUntil: null }, line(1).price),
        parentLineNumber: fc.constantFrom(null, 1, 2),
        isForSale: fc.boolean(),
      })
      .map(
        ({ isForSale, ...change }) =>
          (lineNumber: number) =>
            line(lineNumber, change, { isForSale }),
      )
    const anyFacts = fc
      .record({
        status: fc.constantFrom('DRAFT' as const, 'CHANGES_REQUESTED' as const, 'APPROVED' as const),
        now: fc.constantFrom('2026-01-15T12:00:00Z', '2026-02-02T00:00:00Z'),
        accountRevision: fc.integer({ min: 1, max: 2 }),
        lines: fc.array(anyLine, { maxLength: 3 }),
        saved: fc.tuple(revision, revision, revision),
        definitions: fc.constantFrom({}, { 1: [admin] }, { 1: [{ ...admin, required: false }], 2: [tenant] }),
        contacts: fc.subarray([...ready.contacts.list]),
      })
      .map(({ lines, saved, definitions, contacts, ...rest }): StageFacts => ({
        ...ready,
        ...rest,
        items: { lines: lines.map((make, at) => make(at + 1)), savedAtAccountRevision: saved[0] },
        contacts: { list: contacts, savedAtAccountRevision: saved[1] },
        provisioning: { ...ready.provisioning, definitions, savedAtAccountRevision: saved[2] },
      }))
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const stages = evaluateStages(facts)
        const isReady = blockingProblems(stages).length === 0
        expect(stages[3]?.state === 'COMPLETE').toBe(isReady)
        for (const stage of stages) {
          const hasError = stage.problems.some((problem) => problem.severity === 'ERROR')
          expect(stage.state === 'COMPLETE').toBe(!hasError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
