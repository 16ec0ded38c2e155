import { addressProblems } from '../platform/address.rules.ts'
import { emailProblem, phoneProblem } from '../platform/contact-formats.ts'
import { isEditable } from './lifecycle.rules.ts'
import type { ContactFacts, ContactRole, StageFacts, StageProblem, StageProblemCode } from './stage-facts.ts'

/** The contacts without which no order is submitted; SIGNATORY is optional. */
const REQUIRED_CONTACT_ROLES: readonly ContactRole[] = ['ADMIN', 'BILLING', 'TECHNICAL']

/** What is wrong with the account and the contacts. */
export function contactsProblems(facts: StageFacts): StageProblem[] {
  const { list } = facts.contacts
  const roles = list.map((contact) => contact.role)
  return [
    ...accountProblems(facts),
    ...REQUIRED_CONTACT_ROLES.filter((role) => !roles.includes(role)).map((role) =>
      problem('CONTACT_ROLE_MISSING', [role], `Name the ${role.toLowerCase()} contact.`),
    ),
    ...list.flatMap((contact, at) => [
      ...(roles.indexOf(contact.role) < at
        ? [
            problem(
              'CONTACT_ROLE_REPEATED',
              [contact.role],
              `Name one ${contact.role.toLowerCase()} contact only.`,
            ),
          ]
        : []),
      ...contactProblems(contact),
    ]),
    ...addressStageProblems(facts),
  ]
}

/** What is wrong with the invoice address for its country, while it can still be corrected. */
function addressStageProblems({ status, contacts: { billingAddress } }: StageFacts): StageProblem[] {
  if (!billingAddress || !isEditable(status)) return []
  return addressProblems(billingAddress).map(({ field, code, message }) => {
    return { code, path: ['billTo', 'address', field], severity: 'ERROR', message }
  })
}

/** True when the contacts were saved, and the account changed since. */
export function areContactsStale({ status, contacts, accountRevision }: StageFacts): boolean {
  const { savedAtAccountRevision } = contacts
  return savedAtAccountRevision !== null && isEditable(status) && savedAtAccountRevision !== accountRevision
}

function accountProblems({ account, status }: StageFacts): StageProblem[] {
  const at = { path: ['account'], severity: 'ERROR' as const }
  if (!account)
    return [{ ...at, code: 'ACCOUNT_MISSING', message: 'Choose the account that the order is for.' }]
  if (!isEditable(status) || account.status === 'ACTIVE') return []
  if (account.status === 'ON_HOLD') {
    const message = 'The account is on hold; choose another, or have the hold released.'
    return [{ ...at, code: 'ACCOUNT_ON_HOLD', message }]
  }
  return [{ ...at, code: 'ACCOUNT_CLOSED', message: 'The account is closed; choose another.' }]
}

function contactProblems(contact: ContactFacts): StageProblem[] {
  const problems: StageProblem[] = []
  for (const field of ['firstName', 'lastName'] as const) {
    if (contact[field].trim() !== '') continue
    const word = field === 'firstName' ? 'first' : 'last'
    problems.push(problem('CONTACT_NAME_MISSING', [contact.role, field], `Enter the contact's ${word} name.`))
  }
  const email = emailProblem(contact.email)
  if (email) problems.push(problem(email.code, [contact.role, 'email'], email.message))
  const phone = contact.phone && contact.phone.trim() !== '' ? phoneProblem(contact.phone) : null
  if (phone) problems.push(problem(phone.code, [contact.role, 'phone'], phone.message))
  return problems
}

function problem(code: StageProblemCode, path: readonly string[], message: string): StageProblem {
  return { code, path: ['contacts', ...path], severity: 'ERROR', message }
}
