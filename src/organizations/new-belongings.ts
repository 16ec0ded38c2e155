import type { Ctx } from '../access/ctx.ts'
import { normalizeEmail, normalizePhone } from '../platform/contact-formats.ts'
import { optionalText } from '../platform/field-checks.ts'
import { Account } from './account.entity.ts'
import type { AddressInput } from './address.inputs.ts'
import type { Address } from './address.view.ts'
import { Contact } from './contact.entity.ts'
import type { Organization } from './organization.entity.ts'
import type { AccountInput, ContactInput } from './customer.inputs.ts'

/** An address as it is stored: trimmed, blank parts null. */
export function storedAddress(address: AddressInput | null | undefined): Address | null {
  if (!address) return null
  return {
    line1: address.line1.trim(),
    line2: optionalText(address.line2),
    postalCode: optionalText(address.postalCode),
    city: address.city.trim(),
    region: optionalText(address.region),
    country: address.country,
  }
}

/** An e-mail address as it is stored; blank is null. */
export function storedEmail(text: string | null | undefined): string | null {
  const given = optionalText(text)
  return given ? normalizeEmail(given) : null
}

/** A new account of the organization, not yet written. The input must have passed `accountProblems`. */
export function newAccount(ctx: Ctx, of: Organization, input: AccountInput): Account {
  const now = ctx.clock.now()
  return Object.assign(new Account(), {
    id: ctx.ids.next('acc'),
    sellerId: of.sellerId,
    organizationId: of.id,
    name: input.name.trim(),
    currency: input.currency,
    invoiceEmail: storedEmail(input.invoiceEmail),
    paymentTermsDays: input.paymentTermsDays ?? 30,
    address: storedAddress(input.address),
    createdAt: now,
    updatedAt: now,
  })
}

/** A new contact of the organization, not yet written. The input must have passed `contactProblems`. */
export function newContact(ctx: Ctx, of: Organization, input: ContactInput): Contact {
  const now = ctx.clock.now()
  const phone = optionalText(input.phone)
  return Object.assign(new Contact(), {
    id: ctx.ids.next('con'),
    sellerId: of.sellerId,
    organizationId: of.id,
    firstName: input.firstName.trim(),
    lastName: input.lastName.trim(),
    email: normalizeEmail(input.email),
    phone: phone ? normalizePhone(phone) : null,
    roles: [...new Set(input.roles ?? [])],
    createdAt: now,
    updatedAt: now,
  })
}
