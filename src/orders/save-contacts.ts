import type { Ctx } from '../access/ctx.ts'
import { Account } from '../organizations/account.entity.ts'
import { Contact } from '../organizations/contact.entity.ts'
import { emailProblem, normalizeEmail } from '../platform/contact-formats.ts'
import { addressProblems } from '../platform/address.rules.ts'
import { fieldProblems, optionalText, textWithin } from '../platform/field-checks.ts'
import type { Address } from '../organizations/address.view.ts'
import type { OrderBillTo } from './order-bill-to.view.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { orderContext } from './order-context.ts'
import { OrderContactRole, type OrderContact } from './order-parts.view.ts'
import type { Order } from './order.entity.ts'
import type { OrderSetContactsInput } from './order.inputs.ts'
import { readContacts } from './read-contacts.ts'
import { optionalReference } from './reference-texts.ts'
import { refuseOnHold } from './refuse-on-hold.ts'

/** What the stage saves. */
export type ContactsToSave = Omit<OrderSetContactsInput, 'orderId' | 'expectedVersion'>

/** For each role the organization's first contact that has it. */
async function contactsOfOrganization(ctx: Ctx, order: Order): Promise<OrderContact[]> {
  const { sellerId, organizationId } = order
  const known = await ctx.em.find(
    Contact,
    { sellerId, organizationId },
    { orderBy: { id: 'asc' }, limit: 500 },
  )
  return Object.values(OrderContactRole).flatMap((role) => {
    const contact = known.find((one) => one.roles.includes(role))
    if (!contact) return []
    const { firstName, lastName, email, phone } = contact
    return [{ role, firstName, lastName, email, phone }]
  })
}

/** The account to move to; null when it stays. */
async function otherAccount(ctx: Ctx, order: Order, accountId?: string | null): Promise<Account | null> {
  if (!accountId || accountId === order.accountId) return null
  const { sellerId, organizationId } = order
  const account = await ctx.em.findOne(Account, { id: accountId, sellerId, organizationId })
  if (!account) throw notFound('account of this organization', ['accountId'])
  refuseOnHold((await orderContext(ctx, order)).organization, account)
  return account
}

function invoiceEmailOf(text: string | null): string | null {
  if (!text?.trim()) return null
  const problem = emailProblem(text)
  if (problem) throw refuse(problem.code, problem.message, ['invoiceEmail'])
  return normalizeEmail(text)
}

/** The references that were given, as they are stored; absent ones stay. */
function references(input: ContactsToSave): Partial<Order> {
  const given: Partial<Order> = {}
  for (const field of ['purchaseOrderNumber', 'costCenter', 'externalReference', 'notes'] as const) {
    const text = input[field]
    if (text !== undefined) given[field] = optionalReference(text, field)
  }
  if (input.invoiceEmail !== undefined) given.invoiceEmail = invoiceEmailOf(input.invoiceEmail)
  return given
}

/** An address as it is stored; undefined when it was not given. Refuses what does not fit its country. */
function readBillingAddress(address: ContactsToSave['billingAddress']): Address | null | undefined {
  if (!address) return address
  const { line1, line2, postalCode, city, region, country } = address
  const read = {
    line1: line1.trim(),
    line2: optionalText(line2),
    postalCode: optionalText(postalCode)?.toUpperCase() ?? null,
    city: city.trim(),
    region: optionalText(region),
    country: country.trim(),
  }
  const path = ['billingAddress']
  const texts = { line1: 200, line2: 200, city: 100, region: 100, postalCode: 20 }
  refuseAll([
    ...fieldProblems(
      Object.fromEntries(
        Object.entries(texts).map(([field, most]) => [
          field,
          [read[field as keyof typeof texts], textWithin(most)],
        ]),
      ),
      path,
    ),
    ...addressProblems(read).map(({ field, code, message }) => ({ code, message, path: [...path, field] })),
  ])
  return read
}

/** Whom the invoices of the order address from now on. An address that was given for the order stays. */
async function billToOf(
  ctx: Ctx,
  order: Order,
  given: { account: Account | null; address: Address | null | undefined },
): Promise<OrderBillTo> {
  const { organization, account: current } = await orderContext(ctx, order)
  const account = given.account ?? current
  const { name, taxId } = organization
  const isOwn = order.billTo?.isOwnAddress ?? false
  const kept =
    isOwn && given.address === undefined ? (order.billTo?.address ?? null) : (given.address ?? null)
  return {
    name,
    accountName: account.name,
    taxId,
    address: kept ?? account.address ?? organization.address,
    isOwnAddress: kept !== null,
    paymentTermsDays: account.paymentTermsDays,
  }
}

/**
 * Writes account details and contacts onto an editable order. Refuses malformed values, and then nothing is changed.
 * Without `contacts`, an order that has none gets those of the customer's organization.
 */
export async function saveContacts(ctx: Ctx, order: Order, input: ContactsToSave): Promise<void> {
  const given = references(input)
  const address = readBillingAddress(input.billingAddress)
  const contacts = input.contacts
    ? readContacts(input.contacts, (await orderContext(ctx, order)).organization.country)
    : order.contacts.length > 0
      ? order.contacts
      : await contactsOfOrganization(ctx, order)
  const account = await otherAccount(ctx, order, input.accountId)
  if (account) {
    order.accountId = account.id
    order.accountRevision += 1
    order.currency = account.currency
    order.parties = { ...order.parties, account: { id: account.id, name: account.name } }
  }
  const billTo = await billToOf(ctx, order, { account, address })
  Object.assign(order, given, { contacts, billTo, contactsSavedAtAccount: order.accountRevision })
}
