import { isCalendarDate } from '../platform/calendar.ts'
import type { Problem } from '../platform/errors.ts'
import type { AcceptanceMethod } from './terms-acceptance.entity.ts'

/** How somebody says that the signatory agreed; absent: on the spot. */
export type Attestation = {
  method?: AcceptanceMethod | null
  agreedOn?: string | null
  reference?: string | null
}

const at = (field: string, code: string, message: string): Problem => ({
  code,
  message,
  path: ['terms', field],
})

function methodProblems(method: AcceptanceMethod | null | undefined, isCustomer: boolean): Problem[] {
  if (!method || (method === 'CLICKWRAP') === isCustomer) return []
  const message = isCustomer
    ? 'A customer agrees by CLICKWRAP. Leave the method out.'
    : 'Only the customer itself agrees by CLICKWRAP. Use PARTNER_ATTESTATION or VENDOR_DIRECT.'
  return [at('method', 'TERMS_METHOD_NOT_ALLOWED', message)]
}

function dateProblems(agreedOn: string | null | undefined, today: string): Problem[] {
  if (!agreedOn) return []
  if (!isCalendarDate(agreedOn))
    return [at('agreedOn', 'DATE_INVALID', 'Use a day that exists, such as 2026-11-23.')]
  if (agreedOn <= today) return []
  return [
    at('agreedOn', 'DATE_IN_FUTURE', 'Name the day on which the signatory agreed, today at the latest.'),
  ]
}

/** What was agreed with the vendor itself is provable only with its day and its place. */
function directProblems({ method, agreedOn, reference }: Attestation): Problem[] {
  if (method !== 'VENDOR_DIRECT') return []
  const day = 'Name the day on which the signatory agreed with the vendor.'
  const place = "Name the vendor's reference of the agreement."
  return [
    ...(agreedOn ? [] : [at('agreedOn', 'TERMS_AGREED_ON_REQUIRED', day)]),
    ...(reference?.trim() ? [] : [at('reference', 'TERMS_REFERENCE_REQUIRED', place)]),
  ]
}

function authorProblems({ agreedOn, reference }: Attestation, isCustomer: boolean): Problem[] {
  const message = 'Only a reseller attests. Leave date and reference out.'
  return isCustomer && (agreedOn || reference)
    ? [at('agreedOn', 'TERMS_ATTESTATION_NOT_ALLOWED', message)]
    : []
}

function referenceProblems(reference: string | null | undefined): Problem[] {
  const length = reference?.trim().length ?? 0
  return length > 200 ? [at('reference', 'LENGTH_INVALID', 'Enter at most 200 characters.')] : []
}

/**
 * All that is wrong with an attestation: a customer's own user only clicks, a reseller only attests, and what was
 * agreed with the vendor itself names the day and where it is kept.
 */
export function attestationProblems(
  attestation: Attestation,
  by: { isCustomer: boolean; today: string },
): Problem[] {
  const { method, agreedOn, reference } = attestation
  return [
    ...methodProblems(method, by.isCustomer),
    ...authorProblems(attestation, by.isCustomer),
    ...dateProblems(agreedOn, by.today),
    ...(by.isCustomer ? [] : directProblems(attestation)),
    ...referenceProblems(reference),
  ]
}
