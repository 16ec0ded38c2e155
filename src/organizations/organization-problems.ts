import type { Problem } from '../platform/errors.ts'
import { checks, fieldProblems, textWithin } from '../platform/field-checks.ts'
import type { AddressInput } from './address.inputs.ts'
import type { CustomAttributeInput, ExternalReferenceInput } from './named-texts.inputs.ts'
import { namedTextProblems } from './named-texts.rules.ts'
import type { AccountInput, ContactInput } from './customer.inputs.ts'

const atMost = { accounts: 50, contacts: 200 }

/** The fields that creating and updating share; what is absent or null is not judged. */
export interface OrganizationFacts {
  name?: string | null | undefined
  country?: string | null | undefined
  currency?: string | null | undefined
  timeZone?: string | null | undefined
  taxId?: string | null | undefined
  primaryDomain?: string | null | undefined
  externalReference?: string | null | undefined
  externalReferences?: ExternalReferenceInput[] | null | undefined
  customAttributes?: CustomAttributeInput[] | null | undefined
  address?: AddressInput | null | undefined
}

const unlessBlank = (text: string | null | undefined) => (text?.trim() ? text : null)

/** What is wrong with an address. */
function addressProblems(address: AddressInput | null | undefined, at: string[]): Problem[] {
  if (!address) return []
  return fieldProblems(
    {
      line1: [address.line1, textWithin(200)],
      line2: [unlessBlank(address.line2), textWithin(200)],
      postalCode: [unlessBlank(address.postalCode), textWithin(20)],
      city: [address.city, textWithin(100)],
      region: [unlessBlank(address.region), textWithin(100)],
      country: [address.country, checks.country],
    },
    at,
  )
}

/** What is wrong with the data of an organization itself. */
export function organizationProblems(facts: OrganizationFacts): Problem[] {
  return [
    ...fieldProblems({
      name: [facts.name, textWithin(200)],
      country: [facts.country, checks.country],
      currency: [facts.currency, checks.currency],
      timeZone: [facts.timeZone, checks.timeZone],
      taxId: [unlessBlank(facts.taxId), textWithin(40)],
      primaryDomain: [unlessBlank(facts.primaryDomain), checks.domain],
      externalReference: [unlessBlank(facts.externalReference), textWithin(120)],
    }),
    ...namedTextProblems(facts),
    ...addressProblems(facts.address, ['address']),
  ]
}

/** What is wrong with an account. */
export function accountProblems(account: Partial<AccountInput>, at: string[]): Problem[] {
  const days = account.paymentTermsDays ?? 0
  return [
    ...fieldProblems(
      {
        name: [account.name, textWithin(200)],
        currency: [account.currency, checks.currency],
        invoiceEmail: [unlessBlank(account.invoiceEmail), checks.email],
      },
      at,
    ),
    ...(Number.isInteger(days) && days >= 0 && days <= 365
      ? []
      : [
          { code: 'PAYMENT_TERMS_INVALID', message: 'Use 0 to 365 days.', path: [...at, 'paymentTermsDays'] },
        ]),
    ...addressProblems(account.address, [...at, 'address']),
  ]
}

/** What is wrong with a contact. */
function contactProblems(contact: Partial<ContactInput>, at: string[]): Problem[] {
  return fieldProblems(
    {
      firstName: [contact.firstName, textWithin(100)],
      lastName: [contact.lastName, textWithin(100)],
      email: [contact.email, checks.email],
      phone: [unlessBlank(contact.phone), checks.phone],
    },
    at,
  )
}

/** What is wrong with the accounts and contacts that come with a new organization. */
export function belongingsProblems(input: {
  accounts?: AccountInput[] | null | undefined
  contacts?: ContactInput[] | null | undefined
}): Problem[] {
  const accounts = input.accounts ?? []
  const contacts = input.contacts ?? []
  const tooMany = (field: keyof typeof atMost, count: number): Problem[] =>
    count > atMost[field]
      ? [{ code: 'TOO_MANY', message: `Send at most ${atMost[field]} at once.`, path: [field] }]
      : []
  return [
    ...tooMany('accounts', accounts.length),
    ...tooMany('contacts', contacts.length),
    ...accounts.flatMap((account, at) => accountProblems(account, ['accounts', String(at)])),
    ...contacts.flatMap((contact, at) => contactProblems(contact, ['contacts', String(at)])),
  ]
}
