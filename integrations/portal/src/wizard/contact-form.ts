import type { OrderContactInput, OrderContactRole, WizardOrderFragment } from '../generated/operations.ts'

/** The roles in the order in which they are asked; the last is optional. */
export const contactRoles = [
  'ADMIN',
  'BILLING',
  'TECHNICAL',
  'SIGNATORY',
] as const satisfies OrderContactRole[]

/** One person, as entered. */
export interface Person {
  firstName: string
  lastName: string
  email: string
  phone: string
  /** The same person as the administrator. */
  isSame: boolean
}

/** All of stage 2, as entered. */
export interface ContactForm {
  people: Record<OrderContactRole, Person>
  purchaseOrderNumber: string
  costCenter: string
  externalReference: string
  invoiceEmail: string
  notes: string
}

const nobody: Person = { firstName: '', lastName: '', email: '', phone: '', isSame: false }

function personOf(order: WizardOrderFragment, role: OrderContactRole): Person {
  const one = order.contacts.find((contact) => contact.role === role)
  if (!one) return nobody
  const { firstName, lastName, email, phone } = one
  const admin = order.contacts.find((contact) => contact.role === 'ADMIN')
  const isSame =
    role !== 'ADMIN' &&
    admin !== undefined &&
    [firstName, lastName, email, phone].join('\n') ===
      [admin.firstName, admin.lastName, admin.email, admin.phone].join('\n')
  return { firstName, lastName, email, phone: phone ?? '', isSame }
}

/** The form as the order has it. */
export const formOf = (order: WizardOrderFragment): ContactForm => ({
  people: {
    ADMIN: personOf(order, 'ADMIN'),
    BILLING: personOf(order, 'BILLING'),
    TECHNICAL: personOf(order, 'TECHNICAL'),
    SIGNATORY: personOf(order, 'SIGNATORY'),
  },
  purchaseOrderNumber: order.purchaseOrderNumber ?? '',
  costCenter: order.costCenter ?? '',
  externalReference: order.externalReference ?? '',
  invoiceEmail: order.invoiceEmail ?? '',
  notes: order.notes ?? '',
})

/** What is sent of the people: whoever has an address, others are not named yet. */
export function contactsOf({ people }: ContactForm): OrderContactInput[] {
  return contactRoles.flatMap((role): OrderContactInput[] => {
    const { isSame, firstName, lastName, email, phone } = people[role]
    if (isSame && role !== 'ADMIN') return people.ADMIN.email ? [{ role, sameAs: 'ADMIN' }] : []
    return email.trim() ? [{ role, firstName, lastName, email, phone: phone || null }] : []
  })
}
