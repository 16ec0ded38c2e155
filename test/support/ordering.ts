import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { ApiClient, Json } from './api-client.ts'

export const key = (): string => randomUUID()

/** What the tests read of an order. */
export const orderFields = `id version revision status orderNumber submittedAt placedAt statusReason
  organization { id name } account { id name } currency
  lines { lineNumber quantity status vendorReference unitPrice { amount currency } lineTotal { amount currency } }
  stages { kind state problems { code path severity message } } allowedActions`

/** A customer of the caller's reseller, with its accounts. */
export async function customer(client: ApiClient, name: string): Promise<Json> {
  const { organizations } = await client.ask(
    `query ($search: String!) { organizations(search: $search, first: 5, where: { kind: CUSTOMER }) {
      nodes { id name canOrder accounts { id name currency status } } } }`,
    { search: name },
  )
  expect(organizations.nodes).not.toEqual([])
  return organizations.nodes[0]
}

/** The offer of a product at these terms. */
export async function offerOf(
  client: ApiClient,
  search: string,
  terms: { commitmentTerm: string | null; billingPeriod: string | null } = {
    commitmentTerm: 'P1Y',
    billingPeriod: 'P1M',
  },
): Promise<Json> {
  const { productSearch } = await client.ask(
    `query ($search: String!) { productSearch(search: $search, first: 3) { nodes { id name
      offers { id name skuCode commitmentTerm billingPeriod minQuantity quantityStep
        productInformation { parameters { key type scope required options { value } pattern } } } } } }`,
    { search },
  )
  const offers = (productSearch.nodes as Json[]).flatMap((product) => product.offers as Json[])
  const found = offers.find(
    (offer) => offer.commitmentTerm === terms.commitmentTerm && offer.billingPeriod === terms.billingPeriod,
  )
  expect(found, `an offer of "${search}"`).toBeDefined()
  return found
}

/** A plausible value for a provisioning parameter. */
export function valueFor(parameter: Json): unknown {
  const values: Record<string, unknown> = {
    TEXT: 'Example',
    EMAIL: 'it@customer.example',
    PHONE: '+493023125000',
    URL: 'https://customer.example',
    DOMAIN: 'customer.example',
    SUBDOMAIN: 'customer',
    NUMBER: 10,
    BOOLEAN: true,
    CHOICE: parameter.options?.[0]?.value,
    MULTI_CHOICE: [parameter.options?.[0]?.value],
    DATE: '2027-01-01',
  }
  return values[parameter.type as string]
}

export const contacts = ['ADMIN', 'BILLING', 'TECHNICAL'].map((role) => ({
  role,
  firstName: 'Ada',
  lastName: 'Admin',
  email: 'ada@customer.example',
  phone: '+493023125000',
}))

export interface Draft {
  orderId: string
  version: number
  termsVersionIds: string[]
}

/** A draft with its four stages complete. */
export async function completeDraft(
  client: ApiClient,
  options: { customer: Json; offer: Json; quantity?: string },
): Promise<Draft> {
  const { customer: organization, offer, quantity = '5' } = options
  const started = await client.done(
    'orderStart',
    { organizationId: organization.id, accountId: organization.accounts[0].id, idempotencyKey: key() },
    'order { id }',
  )
  const orderId = started.order.id as string
  await client.done('orderSelectItems', { orderId, items: [{ offerId: offer.id, quantity }] }, 'order { id }')
  await client.done('orderSetContacts', { orderId, contacts, purchaseOrderNumber: 'PO-1' }, 'order { id }')
  const parameters = offer.productInformation.parameters as Json[]
  const values = (scope: string) =>
    parameters
      .filter((parameter) => parameter.scope === scope)
      .map((p) => ({ key: p.key, value: valueFor(p) }))
  const provisioned = await client.done(
    'orderSetProvisioning',
    { orderId, values: values('ORDER'), lines: [{ lineNumber: 1, values: values('LINE') }] },
    `order { version stages { kind state problems { code path message } } requiredTerms { id } }`,
  )
  const { stages, version, requiredTerms } = provisioned.order
  expect((stages as Json[]).map(({ kind, state, problems }) => ({ kind, state, problems }))).toEqual(
    ['SELECT_ITEMS', 'CONTACT_DETAILS', 'PROVISIONING', 'SUMMARY'].map((kind) => ({
      kind,
      state: 'COMPLETE',
      problems: [],
    })),
  )
  return { orderId, version, termsVersionIds: (requiredTerms as Json[]).map(({ id }) => id as string) }
}

/** As `completeDraft`, for a client that reads nothing on the way: it knows the terms from another order. */
export async function completeDraftBlindly(
  client: ApiClient,
  options: { customer: Json; offer: Json; termsVersionIds: string[] },
): Promise<Draft> {
  const { customer: organization, offer, termsVersionIds } = options
  const start = { organizationId: organization.id, accountId: organization.accounts[0].id }
  const { order } = await client.done('orderStart', { ...start, idempotencyKey: key() }, 'order { id }')
  const orderId = order.id as string
  await client.done(
    'orderSelectItems',
    { orderId, items: [{ offerId: offer.id, quantity: '5' }] },
    'order { id }',
  )
  await client.done('orderSetContacts', { orderId, contacts }, 'order { id }')
  const parameters = offer.productInformation.parameters as Json[]
  const values = parameters.map((parameter) => ({ key: parameter.key, value: valueFor(parameter) }))
  const saved = await client.done('orderSetProvisioning', { orderId, values }, 'order { version }')
  return { orderId, version: saved.order.version, termsVersionIds }
}

/** The input that submits a draft. */
export function submitInput(draft: Draft, idempotencyKey = key()): Record<string, unknown> {
  return {
    orderId: draft.orderId,
    expectedVersion: draft.version,
    idempotencyKey,
    terms: { acceptedVersionIds: draft.termsVersionIds },
  }
}

/** Submits a draft; answers with the order and its number. */
export async function submit(client: ApiClient, draft: Draft): Promise<Json> {
  return (await client.done('orderSubmit', submitInput(draft), `order { ${orderFields} }`)).order
}

/** Reads an order until it is as wanted, at most ten seconds. */
export async function until(
  client: ApiClient,
  orderId: string,
  wanted: (order: Json) => boolean,
): Promise<Json> {
  let order: Json
  for (let tries = 0; tries < 200; tries++) {
    order = (await client.ask(`query ($id: ID!) { order(id: $id) { ${orderFields} } }`, { id: orderId }))
      .order
    if (wanted(order)) return order
    await sleep(50)
  }
  throw new Error(`The order did not get there: ${JSON.stringify(order)}`)
}

/** The open approval of an order, as its approver sees it. */
export async function approvalOf(client: ApiClient, orderId: string): Promise<Json> {
  for (let tries = 0; tries < 200; tries++) {
    const { approvals } = await client.ask(
      `query ($orderId: ID!) { approvals(first: 5, where: { orderId: $orderId }) { nodes { id version status } } }`,
      { orderId },
    )
    const pending = (approvals.nodes as Json[]).find(({ status }) => status === 'PENDING')
    if (pending) return pending
    await sleep(50)
  }
  throw new Error('No approval was requested.')
}
