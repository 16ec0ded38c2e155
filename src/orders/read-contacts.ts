import {
  emailProblem,
  normalizeEmail,
  normalizePhone,
  phoneCountry,
  phoneProblem,
} from '../platform/contact-formats.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import type { OrderContact } from './order-parts.view.ts'
import type { OrderContactInput } from './order.inputs.ts'

const longestName = 100

function ownProblems(contact: OrderContactInput, path: string[], country: string): Problem[] {
  const names = (['firstName', 'lastName'] as const)
    .filter((field) => (contact[field]?.trim().length ?? 0) > longestName)
    .map((field) => ({
      code: 'TEXT_TOO_LONG',
      message: `Use at most ${longestName} characters.`,
      path: [...path, field],
    }))
  const email = emailProblem(contact.email ?? '')
  const phone = contact.phone?.trim() ? phoneProblem(contact.phone, phoneCountry(country)) : null
  return [
    ...names,
    ...(email ? [{ ...email, path: [...path, 'email'] }] : []),
    ...(phone ? [{ ...phone, path: [...path, 'phone'] }] : []),
  ]
}

function sameAsProblem(
  contact: OrderContactInput,
  all: readonly OrderContactInput[],
  path: string[],
): Problem[] {
  const other = all.find((one) => one.role === contact.sameAs)
  if (other && other !== contact && !other.sameAs) return []
  const message = 'Name a role of this list whose person is given in full.'
  return [{ code: 'CONTACT_SAME_AS_UNKNOWN', message, path: [...path, 'sameAs'] }]
}

function problemsOf(contacts: readonly OrderContactInput[], country: string): Problem[] {
  return contacts.flatMap((contact, index) => {
    const path = ['contacts', String(index)]
    const first = contacts.findIndex((one) => one.role === contact.role)
    const message = `Name one ${contact.role.toLowerCase()} contact only.`
    const repeated = { code: 'CONTACT_ROLE_REPEATED', message, path: [...path, 'role'] }
    return [
      ...(first < index ? [repeated] : []),
      ...(contact.sameAs ? sameAsProblem(contact, contacts, path) : ownProblems(contact, path, country)),
    ]
  })
}

/**
 * The contacts as they are stored: trimmed, phones in E.164 (without country code: of the customer's country), `sameAs` resolved. Refuses malformed ones, all at once, at
 * `['contacts', i, ...]`. Missing roles and names are no fault here; the stage says so.
 */
export function readContacts(contacts: readonly OrderContactInput[], country: string): OrderContact[] {
  refuseAll(problemsOf(contacts, country))
  return contacts.map((contact) => {
    const person = contacts.find((one) => one.role === contact.sameAs) ?? contact
    return {
      role: contact.role,
      firstName: person.firstName?.trim() ?? '',
      lastName: person.lastName?.trim() ?? '',
      email: normalizeEmail(person.email ?? ''),
      phone: person.phone?.trim() ? normalizePhone(person.phone, phoneCountry(country)) : null,
    }
  })
}
