import { emailProblem, domainProblem, phoneProblem } from './contact-formats.ts'
import type { Problem } from './errors.ts'
import { isCurrency } from './money.ts'
import { isCountry, isTimeZone } from './places.ts'

/** What is wrong with one text; null when nothing is. */
export type TextCheck = (text: string) => { code: string; message: string } | null

/** A text that must say something, within a length that the table holds. */
export function textWithin(longest: number): TextCheck {
  return (text) => {
    if (text.trim() === '') return { code: 'TEXT_EMPTY', message: 'Enter at least one visible character.' }
    if (text.trim().length > longest)
      return { code: 'TEXT_TOO_LONG', message: `Enter at most ${longest} characters.` }
    return null
  }
}

const countryCheck: TextCheck = (text) =>
  isCountry(text)
    ? null
    : { code: 'COUNTRY_INVALID', message: 'Use an ISO 3166-1 alpha-2 code in upper case, such as DE or GB.' }

const currencyCheck: TextCheck = (text) =>
  isCurrency(text)
    ? null
    : { code: 'CURRENCY_INVALID', message: 'Use an ISO 4217 code in upper case, such as EUR or USD.' }

const timeZoneCheck: TextCheck = (text) =>
  isTimeZone(text)
    ? null
    : { code: 'TIME_ZONE_INVALID', message: 'Use an IANA time zone such as Europe/Berlin.' }

/** The checks by what they check. */
export const checks = {
  country: countryCheck,
  currency: currencyCheck,
  timeZone: timeZoneCheck,
  email: (text: string) => emailProblem(text),
  phone: (text: string) => phoneProblem(text),
  domain: (text: string) => domainProblem(text),
} satisfies Record<string, TextCheck>

/** The problems of the fields that were given: absent and null are left alone. */
export function fieldProblems(
  fields: Record<string, [value: string | null | undefined, check: TextCheck]>,
  at: string[] = [],
): Problem[] {
  return Object.entries(fields).flatMap(([name, [value, check]]) => {
    const fault = value === null || value === undefined ? null : check(value)
    return fault ? [{ ...fault, path: [...at, name] }] : []
  })
}

/** An optional text as it is stored: trimmed; blank is the same as null. */
export function optionalText(text: string | null | undefined): string | null {
  return text?.trim() || null
}
