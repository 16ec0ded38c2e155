import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from 'libphonenumber-js/max'

/** What is wrong with one value: a stable code and a sentence that says what to do. */
export type FormatProblem<Code extends string> = { code: Code; message: string }

const EMAIL_LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
const LONGEST_PHONE_TEXT = 40

/** Null when the text is an e-mail address that mail systems accept (RFC 5321 lengths, a domain with at least two labels). */
export function emailProblem(text: string): FormatProblem<'EMAIL_INVALID'> | null {
  return splitEmail(text.trim())
    ? null
    : { code: 'EMAIL_INVALID', message: 'Enter an e-mail address like name@company.example.' }
}

/** The address as it is stored: trimmed, the domain in lower case and ASCII. Text that is no address comes back trimmed only. */
export function normalizeEmail(text: string): string {
  const trimmed = text.trim()
  const parts = splitEmail(trimmed)
  return parts ? `${parts.local}@${parts.domain}` : trimmed
}

/**
 * Null when the text is a phone number that exists in its country's numbering plan.
 * Without `defaultCountry` it must start with + and the country code. Extensions are refused: E.164 has none.
 */
export function phoneProblem(
  text: string,
  defaultCountry?: CountryCode,
): FormatProblem<'PHONE_INVALID'> | null {
  const number = parsePhone(text, defaultCountry)
  if (number?.ext !== undefined) {
    return { code: 'PHONE_INVALID', message: 'Enter the phone number without its extension.' }
  }
  if (number?.isValid()) return null
  return {
    code: 'PHONE_INVALID',
    message: 'Enter a phone number with its country code, like +44 20 7946 0958.',
  }
}

/** The number in E.164 (`+442079460958`). Text that is no number comes back trimmed only. */
export function normalizePhone(text: string, defaultCountry?: CountryCode): string {
  const number = parsePhone(text, defaultCountry)
  return number?.isValid() && number.ext === undefined ? number.number : text.trim()
}

/** The country as the numbering plans know it; undefined for one without a plan. */
export function phoneCountry(country: string): CountryCode | undefined {
  return isSupportedCountry(country) ? country : undefined
}

/** Null when the text is a host name with at least two labels (`contoso.example`); international names are accepted. */
export function domainProblem(text: string): FormatProblem<'DOMAIN_INVALID'> | null {
  if (toAsciiDomain(text)) return null
  return {
    code: 'DOMAIN_INVALID',
    message: 'Enter a domain name like company.example, without https:// or a path.',
  }
}

/** The name in lower case and ASCII (`münchen.example` is `xn--mnchen-3ya.example`). Other text comes back trimmed only. */
export function normalizeDomain(text: string): string {
  return toAsciiDomain(text) ?? text.trim()
}

/** Null when the text is one label of a host name (`contoso`, the part before a vendor's own domain). */
export function subdomainProblem(text: string): FormatProblem<'SUBDOMAIN_INVALID'> | null {
  if (HOST_LABEL.test(text.trim().toLowerCase())) return null
  return {
    code: 'SUBDOMAIN_INVALID',
    message: 'Enter 1 to 63 letters, digits or hyphens; no dot, no hyphen at either end.',
  }
}

/** Null when the text is an absolute http or https address without a user name or password in it. */
export function urlProblem(text: string): FormatProblem<'URL_INVALID'> | null {
  const trimmed = text.trim()
  const url = trimmed.length <= 2048 && /^https?:\/\/[^\s\\]+$/i.test(trimmed) ? URL.parse(trimmed) : null
  if (url && url.hostname !== '' && url.username === '' && url.password === '') return null
  return { code: 'URL_INVALID', message: 'Enter a web address that starts with https:// or http://.' }
}

function splitEmail(text: string): { local: string; domain: string } | null {
  if (text.length > 254) return null
  const at = text.lastIndexOf('@')
  const local = text.slice(0, Math.max(at, 0))
  if (local.length < 1 || local.length > 64 || !EMAIL_LOCAL.test(local)) return null
  const domain = toAsciiDomain(text.slice(at + 1))
  return domain && local.length + 1 + domain.length <= 254 ? { local, domain } : null
}

function parsePhone(text: string, defaultCountry?: CountryCode): PhoneNumber | undefined {
  const trimmed = text.trim()
  if (trimmed.length > LONGEST_PHONE_TEXT) return undefined
  // Without `extract: false` the library finds a number inside any sentence.
  return parsePhoneNumberFromString(trimmed, { ...(defaultCountry && { defaultCountry }), extract: false })
}

function toAsciiDomain(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed.length > 253 || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(trimmed)) return null
  const host = URL.parse(`http://${trimmed}`)?.hostname ?? ''
  const labels = host.split('.')
  const valid = labels.length >= 2 && host.length <= 253 && labels.every((label) => HOST_LABEL.test(label))
  return valid && !/^\d+$/.test(labels.at(-1) ?? '') ? host : null
}
