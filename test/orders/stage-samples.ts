import type { ParameterDefinition } from '../../src/catalog/parameters.rules.ts'
import type { LineFacts, OfferFacts, StageFacts } from '../../src/orders/stage-facts.ts'
import { blockingProblems, evaluateStages } from '../../src/orders/stages.rules.ts'

export const tenant: ParameterDefinition = {
  key: 'tenant',
  label: 'Tenant domain',
  type: 'DOMAIN',
  scope: 'ORDER',
  required: true,
  position: 1,
}
export const admin: ParameterDefinition = {
  ...tenant,
  key: 'admin',
  label: 'Admin',
  type: 'EMAIL',
  scope: 'LINE',
  position: 2,
}

export function line(
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

export const person = {
  firstName: 'Ada',
  lastName: 'Byron',
  email: 'ada@contoso.example',
  phone: '+44 20 7946 0958',
}

/** An order whose four stages are complete: line 1 asks two questions, line 2 none. */
export const ready: StageFacts = {
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

export const fresh: StageFacts = {
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

export const states = (facts: StageFacts) => evaluateStages(facts).map((stage) => stage.state)
export const problems = (facts: StageFacts) =>
  blockingProblems(evaluateStages(facts)).map(({ code, path }) => `${code} ${path.join('.')}`)
export const withLines = (...lines: LineFacts[]): StageFacts => ({
  ...ready,
  items: { ...ready.items, lines },
  provisioning: { ...ready.provisioning, definitions: {}, orderValues: {}, lineValues: {} },
})
export const withContacts = (change: Partial<StageFacts['contacts']>): StageFacts => ({
  ...ready,
  contacts: { ...ready.contacts, ...change },
})
export const withProvisioning = (change: Partial<StageFacts['provisioning']>): StageFacts => ({
  ...ready,
  provisioning: { ...ready.provisioning, ...change },
})
