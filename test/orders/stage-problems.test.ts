import { describe, expect, it } from 'vitest'
import type { ContactFacts, StageFacts } from '../../src/orders/stage-facts.ts'
import { evaluateStages } from '../../src/orders/stages.rules.ts'
import {
  admin,
  fresh,
  line,
  person,
  problems,
  ready,
  tenant,
  withContacts,
  withLines,
  withProvisioning,
} from './stage-samples.ts'

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

  it('warns of a price that was quoted anew, with both amounts', () => {
    const price = { currency: 'EUR', validUntil: null, replaces: { before: '11.7', now: '12.5' } }
    expect(evaluateStages(withLines(line(1, { price })))[0]?.problems).toEqual([
      {
        code: 'PRICE_CHANGED',
        path: ['items', '1', 'price'],
        severity: 'WARNING',
        message: 'The price of "Offer 1" was 11.7 and is now 12.5 EUR; check it.',
      },
    ])
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
  const adminContact: ContactFacts = { role: 'ADMIN', ...person }
  const billing: ContactFacts = { role: 'BILLING', ...person }
  const technical: ContactFacts = { role: 'TECHNICAL', ...person }
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
      withContacts({ list: [adminContact, billing] }),
      ['CONTACT_ROLE_MISSING contacts.TECHNICAL'],
    ],
    [
      'a signatory is welcome',
      withContacts({ list: [...ready.contacts.list, { role: 'SIGNATORY', ...person }] }),
      [],
    ],
    [
      'two for billing',
      withContacts({ list: [...ready.contacts.list, billing] }),
      ['CONTACT_ROLE_REPEATED contacts.BILLING'],
    ],
    [
      'no names',
      withContacts({ list: [adminContact, { ...billing, firstName: ' ', lastName: '' }, technical] }),
      ['CONTACT_NAME_MISSING contacts.BILLING.firstName', 'CONTACT_NAME_MISSING contacts.BILLING.lastName'],
    ],
    [
      'a broken address and number',
      withContacts({ list: [adminContact, { ...billing, email: 'x', phone: '12' }, technical] }),
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
