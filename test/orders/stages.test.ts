import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ParameterDefinition } from '../../src/catalog/parameters.rules.ts'
import type { LineFacts, OfferFacts, StageFacts } from '../../src/orders/stage-facts.ts'
import { blockingProblems, evaluateStages } from '../../src/orders/stages.rules.ts'

const tenant: ParameterDefinition = {
  key: 'tenant',
  label: 'Tenant domain',
  type: 'DOMAIN',
  scope: 'ORDER',
  required: true,
  position: 1,
}
const admin: ParameterDefinition = {
  ...tenant,
  key: 'admin',
  label: 'Admin',
  type: 'EMAIL',
  scope: 'LINE',
  position: 2,
}

function line(
  lineNumber: number,
  change: Partial<LineFacts> = {},
  offer: Partial<OfferFacts> = {},
): LineFacts {
  return {
    lineNumber,
    parentLineNumber: null,
    offerId: `off_${lineNumber}`,
    quantity: '5',
    changedAtItemsRevision: 1,
    price: { currency: 'EUR', validUntil: '2026-02-01T00:00:00Z' },
    ...change,
    offer: {
      name: `Offer ${lineNumber}`,
      skuCode: `SKU-${lineNumber}`,
      isForSale: true,
      min: '1',
      max: '300',
      step: '1',
      addOnOfSkus: [],
      excludesSkus: [],
      ...offer,
    },
  }
}

const person = {
  firstName: 'Ada',
  lastName: 'Byron',
  email: 'ada@contoso.example',
  phone: '+44 20 7946 0958',
}

/** An order whose four stages are complete: line 1 asks two questions, line 2 none. */
const ready: StageFacts = {
  status: 'DRAFT',
  now: '2026-01-15T12:00:00Z',
  currency: 'EUR',
  accountRevision: 1,
  account: { id: 'acc_1', status: 'ACTIVE' },
  items: { lines: [line(1), line(2)], savedAtAccountRevision: 1 },
  contacts: {
    list: [
      { role: 'ADMIN', ...person },
      { role: 'BILLING', ...person, phone: null },
      { role: 'TECHNICAL', ...person, phone: '' },
    ],
    savedAtAccountRevision: 1,
  },
  provisioning: {
    definitions: { 1: [tenant, admin] },
    orderValues: { tenant: 'contoso.example' },
    lineValues: { 1: { admin: 'ada@contoso.example' } },
    savedAtAccountRevision: 1,
    savedAtItemsRevision: { 1: 1, 2: 1 },
  },
}

const fresh: StageFacts = {
  ...ready,
  currency: null,
  items: { lines: [], savedAtAccountRevision: null },
  contacts: { list: [], savedAtAccountRevision: null },
  provisioning: {
    definitions: {},
    orderValues: {},
    lineValues: {},
    savedAtAccountRevision: null,
    savedAtItemsRevision: {},
  },
}

const states = (facts: StageFacts) => evaluateStages(facts).map((stage) => stage.state)
const problems = (facts: StageFacts) =>
  blockingProblems(evaluateStages(facts)).map(({ code, path }) => `${code} ${path.join('.')}`)
const withLines = (...lines: LineFacts[]): StageFacts => ({
  ...ready,
  items: { ...ready.items, lines },
  provisioning: { ...ready.provisioning, definitions: {}, orderValues: {}, lineValues: {} },
})
const withContacts = (change: Partial<StageFacts['contacts']>): StageFacts => ({
  ...ready,
  contacts: { ...ready.contacts, ...change },
})
const withProvisioning = (change: Partial<StageFacts['provisioning']>): StageFacts => ({
  ...ready,
  provisioning: { ...ready.provisioning, ...change },
})

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

describe('problems of the items', () => {
  it.each<[string, StageFacts, string[]]>([
    [
      'an offer withdrawn',
      withLines(line(1, {}, { isForSale: false })),
      ['OFFER_NOT_FOR_SALE items.1.offer'],
    ],
    ['too few', withLines(line(2, { quantity: '0' })), ['QUANTITY_TOO_LOW items.2.quantity']],
    ['too many', withLines(line(2, { quantity: '301' })), ['QUANTITY_TOO_HIGH items.2.quantity']],
    ['half a seat', withLines(line(2, { quantity: '1.5' })), ['QUANTITY_STEP items.2.quantity']],
    ['no number', withLines(line(2, { quantity: '1e2' })), ['QUANTITY_INVALID items.2.quantity']],
    ['no price', withLines(line(1, { price: null })), ['PRICE_MISSING items.1.price']],
    [
      'another currency',
      withLines(line(1), line(2, { price: { currency: 'USD', validUntil: null } })),
      ['CURRENCY_MISMATCH items.2.price'],
    ],
    [
      'the first price sets the currency',
      { ...withLines(line(1, { price: { currency: 'USD', validUntil: null } }), line(2)), currency: null },
      ['CURRENCY_MISMATCH items.2.price'],
    ],
    [
      'an expired price',
      { ...withLines(line(1)), now: '2026-02-01T00:00:00.000Z' },
      ['PRICE_EXPIRED items.1.price'],
    ],
    [
      'an add-on alone',
      withLines(line(1, {}, { addOnOfSkus: ['BASE'] })),
      ['ADDON_BASE_MISSING items.1.offer'],
    ],
    ['an add-on with its base', withLines(line(1), line(2, {}, { addOnOfSkus: ['SKU-1'] })), []],
    [
      'an add-on under its base',
      withLines(line(1), line(2, { parentLineNumber: 1 }, { addOnOfSkus: ['SKU-1'] })),
      [],
    ],
    [
      'an add-on under the wrong parent',
      withLines(line(1), line(2, { parentLineNumber: 3 }, { addOnOfSkus: ['SKU-1'] }), line(3)),
      ['ADDON_BASE_MISSING items.2.offer'],
    ],
    [
      'a parent that is not there',
      withLines(line(1, { parentLineNumber: 9 })),
      ['PARENT_LINE_MISSING items.1.parentLineNumber'],
    ],
    [
      'its own parent',
      withLines(line(1, { parentLineNumber: 1 })),
      ['PARENT_LINE_MISSING items.1.parentLineNumber'],
    ],
    [
      'parents in a circle',
      withLines(line(1, { parentLineNumber: 2 }), line(2, { parentLineNumber: 1 })),
      ['PARENT_LINE_MISSING items.1.parentLineNumber', 'PARENT_LINE_MISSING items.2.parentLineNumber'],
    ],
    [
      'offers that exclude each other, told by one',
      withLines(line(1), line(2, {}, { excludesSkus: ['SKU-1'] })),
      ['OFFERS_EXCLUDE_EACH_OTHER items.1.offer', 'OFFERS_EXCLUDE_EACH_OTHER items.2.offer'],
    ],
    [
      'a stale account comes first',
      {
        ...withLines(line(1, { quantity: '0' })),
        accountRevision: 2,
        contacts: { ...ready.contacts, savedAtAccountRevision: 2 },
        provisioning: { ...fresh.provisioning },
      },
      ['ITEMS_STALE items', 'QUANTITY_TOO_LOW items.1.quantity'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(problems(facts)).toEqual(expected)
  })

  it('warns of an offer ordered twice, except under different parents', () => {
    const twice = withLines(line(1), line(2, { offerId: 'off_1' }))
    expect(evaluateStages(twice)[0]?.problems).toEqual([
      {
        code: 'OFFER_REPEATED',
        path: ['items', '2', 'offer'],
        severity: 'WARNING',
        message: 'Line 1 orders "Offer 2" too; you may put both into one line.',
      },
    ])
    const parents = [line(1), line(2)]
    const addOns = [
      line(3, { offerId: 'a', parentLineNumber: 1 }),
      line(4, { offerId: 'a', parentLineNumber: 2 }),
    ]
    expect(evaluateStages(withLines(...parents, ...addOns))[0]?.problems).toEqual([])
  })
})

describe('problems of the contacts', () => {
  const [adminContact, billing, technical] = ready.contacts.list
  it.each<[string, StageFacts, string[]]>([
    ['no account', { ...ready, account: null }, ['ACCOUNT_MISSING account']],
    [
      'an account on hold',
      { ...ready, account: { id: 'acc_1', status: 'ON_HOLD' } },
      ['ACCOUNT_ON_HOLD account'],
    ],
    [
      'an account closed',
      { ...ready, account: { id: 'acc_1', status: 'CLOSED' } },
      ['ACCOUNT_CLOSED account'],
    ],
    [
      'no technical contact',
      withContacts({ list: [adminContact!, billing!] }),
      ['CONTACT_ROLE_MISSING contacts.TECHNICAL'],
    ],
    [
      'a signatory is welcome',
      withContacts({ list: [...ready.contacts.list, { role: 'SIGNATORY', ...person }] }),
      [],
    ],
    [
      'two for billing',
      withContacts({ list: [...ready.contacts.list, billing!] }),
      ['CONTACT_ROLE_REPEATED contacts.BILLING'],
    ],
    [
      'no names',
      withContacts({ list: [adminContact!, { ...billing!, firstName: ' ', lastName: '' }, technical!] }),
      ['CONTACT_NAME_MISSING contacts.BILLING.firstName', 'CONTACT_NAME_MISSING contacts.BILLING.lastName'],
    ],
    [
      'a broken address and number',
      withContacts({ list: [adminContact!, { ...billing!, email: 'x', phone: '12' }, technical!] }),
      ['EMAIL_INVALID contacts.BILLING.email', 'PHONE_INVALID contacts.BILLING.phone'],
    ],
    [
      'a new account',
      {
        ...ready,
        accountRevision: 2,
        items: { ...ready.items, savedAtAccountRevision: 2 },
        provisioning: { ...ready.provisioning, savedAtAccountRevision: 2 },
      },
      ['CONTACTS_STALE contacts'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(problems(facts)).toEqual(expected)
  })
})

describe('problems of the provisioning information', () => {
  it.each<[string, StageFacts, string[]]>([
    [
      'no answers',
      withProvisioning({ orderValues: {}, lineValues: {} }),
      ['PARAMETER_REQUIRED provisioning.order.tenant', 'PARAMETER_REQUIRED provisioning.lines.1.admin'],
    ],
    [
      'a wrong answer',
      withProvisioning({ lineValues: { 1: { admin: 'ada' } } }),
      ['PARAMETER_FORMAT provisioning.lines.1.admin'],
    ],
    [
      'answers nobody asked for',
      withProvisioning({
        orderValues: { tenant: 'contoso.example', x: 1 },
        lineValues: { 1: { admin: 'ada@contoso.example' }, 2: { y: true } },
      }),
      ['PARAMETER_UNKNOWN provisioning.order.x', 'PARAMETER_UNKNOWN provisioning.lines.2.y'],
    ],
    [
      'two offers ask the same of the order once',
      withProvisioning({ definitions: { 1: [tenant, admin], 2: [tenant] }, orderValues: {} }),
      ['PARAMETER_REQUIRED provisioning.order.tenant'],
    ],
    [
      'optional questions were never looked at',
      withProvisioning({
        definitions: { 1: [{ ...tenant, required: false }, admin] },
        savedAtAccountRevision: null,
      }),
      ['STAGE_NOT_SAVED stages.PROVISIONING'],
    ],
    [
      'answers to a removed line do not matter',
      withProvisioning({ lineValues: { 1: { admin: 'ada@contoso.example' }, 7: { z: 1 } } }),
      [],
    ],
    [
      'the touched line only is stale',
      { ...ready, items: { ...ready.items, lines: [line(1, { changedAtItemsRevision: 3 }), line(2)] } },
      ['PROVISIONING_STALE provisioning.lines.1'],
    ],
    [
      'a new account makes all of it stale',
      {
        ...ready,
        accountRevision: 2,
        items: { ...ready.items, savedAtAccountRevision: 2 },
        contacts: { ...ready.contacts, savedAtAccountRevision: 2 },
      },
      ['PROVISIONING_STALE provisioning'],
    ],
  ])('%s', (_name, facts, expected) => {
    expect(problems(facts)).toEqual(expected)
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
