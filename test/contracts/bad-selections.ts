import { absent, at, items, notFound, quantity, type Case } from './bad-input-world.ts'
import { key } from '../support/ordering.ts'

/** Wrong ids, quantities and combinations. */
export const selectionCases: Case[] = [
  {
    what: 'a missing order',
    mutation: 'orderSelectItems',
    input: () => ({ orderId: absent('ord'), items: [] }),
    problems: notFound('orderId'),
  },
  {
    what: 'a foreign order',
    mutation: 'orderSelectItems',
    input: ({ foreign }) => ({ orderId: foreign.order, items: [] }),
    problems: notFound('orderId'),
  },
  {
    what: 'an id that is none',
    mutation: 'orderCancel',
    input: () => ({ orderId: "' OR 1=1 --" }),
    problems: notFound('orderId'),
  },
  {
    what: 'a missing organization',
    mutation: 'orderStart',
    input: () => ({ organizationId: absent('org'), idempotencyKey: key() }),
    problems: notFound('organizationId'),
  },
  {
    what: 'a foreign organization',
    mutation: 'orderStart',
    input: ({ foreign }) => ({ organizationId: foreign.organization, idempotencyKey: key() }),
    problems: notFound('organizationId'),
  },
  {
    what: 'a missing account',
    mutation: 'orderSetContacts',
    input: ({ draft }) => ({ orderId: draft.orderId, accountId: absent('acc') }),
    problems: notFound('accountId'),
  },
  {
    what: 'a foreign account',
    mutation: 'orderSetContacts',
    input: ({ draft, foreign }) => ({ orderId: draft.orderId, accountId: foreign.account }),
    problems: notFound('accountId'),
  },
  {
    what: 'a missing offer',
    mutation: 'orderSelectItems',
    input: items(() => [{ offerId: absent('off'), quantity: '1' }]),
    problems: [{ code: 'OFFER_NOT_AVAILABLE', path: at('items', '0', 'offerId') }],
  },
  {
    what: 'a missing approval',
    mutation: 'approvalApprove',
    input: () => ({ approvalId: absent('apr'), expectedVersion: 1, idempotencyKey: key() }),
    problems: [{ code: 'FORBIDDEN', path: [] }],
  },
  {
    what: 'a quantity of nothing',
    mutation: 'orderSelectItems',
    input: quantity('0'),
    problems: [{ code: 'QUANTITY_TOO_LOW', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'a negative quantity',
    mutation: 'orderSelectItems',
    input: quantity('-1'),
    problems: [{ code: 'QUANTITY_TOO_LOW', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'half a seat',
    mutation: 'orderSelectItems',
    input: quantity('1.5'),
    problems: [{ code: 'QUANTITY_STEP', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'too many seats',
    mutation: 'orderSelectItems',
    input: quantity('301'),
    problems: [{ code: 'QUANTITY_TOO_HIGH', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'a quantity between steps',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [{ offerId: offers.byFive, quantity: '7' }]),
    problems: [{ code: 'QUANTITY_STEP', path: at('items', '0', 'quantity') }],
  },
  {
    what: 'an add-on without its base',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [{ offerId: offers.addOn, quantity: '5' }]),
    problems: [{ code: 'ADDON_BASE_MISSING', path: at('items', '0', 'offerId') }],
  },
  {
    what: 'a pair that excludes each other',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [
      { offerId: offers.base, quantity: '5' },
      { offerId: offers.rival, quantity: '5' },
    ]),
    problems: ['0', '1'].map((index) => ({
      code: 'OFFERS_EXCLUDE_EACH_OTHER',
      path: at('items', index, 'offerId'),
    })),
  },
  {
    what: 'a parent line that is not there',
    mutation: 'orderSelectItems',
    input: items(({ offers }) => [{ offerId: offers.base, quantity: '5', parentLineNumber: 9 }]),
    problems: [{ code: 'PARENT_LINE_MISSING', path: at('items', '0', 'parentLineNumber') }],
  },
]
