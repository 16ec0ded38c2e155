import { absent, at, contact, loneSurrogate, type Case } from './bad-input-world.ts'
import { submitInput } from '../support/ordering.ts'

/** Malformed values, wrong versions and stages, and what submit refuses. */
export const valueCases: Case[] = [
  {
    what: 'a malformed e-mail',
    mutation: 'orderSetContacts',
    input: contact({ email: 'ada@@customer' }),
    problems: [{ code: 'EMAIL_INVALID', path: at('contacts', '1', 'email') }],
  },
  {
    what: 'a malformed phone',
    mutation: 'orderSetContacts',
    input: contact({ phone: '0049-abc' }),
    problems: [{ code: 'PHONE_INVALID', path: at('contacts', '1', 'phone') }],
  },
  {
    what: 'a role twice',
    mutation: 'orderSetContacts',
    input: contact({ role: 'ADMIN' }),
    problems: [{ code: 'CONTACT_ROLE_REPEATED', path: at('contacts', '1', 'role') }],
  },
  {
    what: 'NUL in a text',
    mutation: 'orderSetContacts',
    input: contact({ firstName: 'A\u0000da' }),
    problems: [{ code: 'INVALID_CHARACTERS', path: at('contacts', '1', 'firstName') }],
  },
  {
    what: 'a lone surrogate in a text',
    mutation: 'orderSetContacts',
    input: contact({ lastName: `Ada${loneSurrogate}` }),
    problems: [{ code: 'INVALID_CHARACTERS', path: at('contacts', '1', 'lastName') }],
  },
  {
    what: 'a question that nobody asks',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, values: [{ key: 'shoeSize', value: 42 }] }),
    problems: [{ code: 'PARAMETER_UNKNOWN', path: at('values', '0', 'key') }],
  },
  {
    what: 'a choice that is not offered',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, values: [{ key: 'tenantKind', value: 'OLD' }] }),
    problems: [{ code: 'PARAMETER_OPTION', path: at('values', '0', 'value') }],
  },
  {
    what: 'an answer of the wrong type',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, values: [{ key: 'adminEmail', value: 7 }] }),
    problems: [{ code: 'PARAMETER_TYPE', path: at('values', '0', 'value') }],
  },
  {
    what: 'NUL inside JSON',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({
      orderId: draft.orderId,
      values: [{ key: 'adminEmail', value: { deep: ['\u0000'] } }],
    }),
    problems: [{ code: 'INVALID_CHARACTERS', path: at('values', '0', 'value', 'deep', '0') }],
  },
  {
    what: 'a line that is not there',
    mutation: 'orderSetProvisioning',
    input: ({ draft }) => ({ orderId: draft.orderId, lines: [{ lineNumber: 9, values: [] }] }),
    problems: [{ code: 'LINE_NOT_FOUND', path: at('lines', '0', 'lineNumber') }],
  },
  {
    what: 'an outdated version',
    mutation: 'orderSelectItems',
    input: ({ draft }) => ({ orderId: draft.orderId, expectedVersion: 1, items: [] }),
    problems: [{ code: 'VERSION_CONFLICT', path: at('expectedVersion') }],
  },
  {
    what: 'submit with an outdated version',
    mutation: 'orderSubmit',
    input: ({ draft }) => submitInput({ ...draft, version: draft.version - 1 }),
    problems: [{ code: 'VERSION_CONFLICT', path: at('expectedVersion') }],
  },
  {
    what: 'a stage after submission',
    mutation: 'orderSelectItems',
    input: ({ submitted, offers }) => ({
      orderId: submitted,
      items: [{ offerId: offers.base, quantity: '9' }],
    }),
    problems: [{ code: 'ORDER_INVALID_TRANSITION', path: [] }],
  },
  {
    what: 'submit with missing parameters and contacts',
    mutation: 'orderSubmit',
    input: ({ bare }) => submitInput({ orderId: bare, version: 2, termsVersionIds: [] }),
    problems: [
      ...['ADMIN', 'BILLING', 'TECHNICAL'].map((role) => ({
        code: 'CONTACT_ROLE_MISSING',
        path: at('contacts', role),
      })),
      ...['tenantKind', 'tenantDomain', 'adminEmail'].map((one) => ({
        code: 'PARAMETER_REQUIRED',
        path: at('provisioning', 'order', one),
      })),
      ...['CONTACT_DETAILS', 'PROVISIONING'].map((stage) => ({
        code: 'STAGE_INCOMPLETE',
        path: at('stages', stage),
      })),
    ],
  },
  {
    what: 'terms that nobody asked for',
    mutation: 'orderSubmit',
    input: ({ draft }) =>
      submitInput({ ...draft, termsVersionIds: [...draft.termsVersionIds, absent('trv')] }),
    problems: [{ code: 'TERMS_UNKNOWN', path: at('terms', 'acceptedVersionIds', '3') }],
  },
  {
    what: 'a malformed signatory',
    mutation: 'orderSubmit',
    input: ({ draft }) => ({
      ...submitInput(draft),
      terms: {
        acceptedVersionIds: draft.termsVersionIds,
        signatory: { firstName: ' ', lastName: 'Y', email: 'nobody' },
      },
    }),
    problems: [
      { code: 'SIGNATORY_NAME_INVALID', path: at('terms', 'signatory', 'firstName') },
      { code: 'EMAIL_INVALID', path: at('terms', 'signatory', 'email') },
    ],
  },
  {
    what: 'a key that is too long',
    mutation: 'orderSubmit',
    input: ({ draft }) => submitInput(draft, 'k'.repeat(256)),
    problems: [{ code: 'IDEMPOTENCY_KEY_INVALID', path: at('idempotencyKey') }],
  },
  {
    what: 'a reference that is too long',
    mutation: 'orderSetContacts',
    input: ({ draft }) => ({ orderId: draft.orderId, purchaseOrderNumber: 'P'.repeat(81) }),
    problems: [{ code: 'TEXT_TOO_LONG', path: at('purchaseOrderNumber') }],
  },
]
