import {
  domainProblem,
  emailProblem,
  normalizeDomain,
  normalizeEmail,
  normalizePhone,
  phoneProblem,
  subdomainProblem,
  urlProblem,
} from '../platform/contact-formats.ts'
import { isCalendarDate } from '../platform/calendar.ts'
import {
  boundedPatternProblem,
  LONGEST_PATTERN_VALUE,
  matchesBoundedPattern,
} from './bounded-pattern.rules.ts'
import type { ParameterProblemCode, ParameterType, ParameterValue, ValueRules } from './parameters.rules.ts'

/** What is wrong with a value, and where within it. */
export type Finding = { code: ParameterProblemCode; message: string; at?: string[] }

/** One value that is asked for: a question, or a field of an OBJECT. */
export type AskedValue = ValueRules & { label: string; type: ParameterType }

/** Longest text answer when the definition sets no limit. */
export const LONGEST_TEXT = 2000

/** The types that `oneProblem` judges; of the others it judges the parts. */
export const CHECKED_TYPES: ReadonlySet<ParameterType> = new Set([
  'TEXT',
  'EMAIL',
  'PHONE',
  'URL',
  'DOMAIN',
  'SUBDOMAIN',
  'NUMBER',
  'BOOLEAN',
  'CHOICE',
  'DATE',
])

/** One value as it is stored; what cannot be read comes back unchanged. */
export function normalizeOne({ type }: AskedValue, value: ParameterValue): ParameterValue {
  if (typeof value !== 'string') return value
  const text = value.trim()
  return text === '' ? null : normalizeText(type, text)
}

/** What is wrong with one value; null when nothing is. It must have been normalized. */
export function oneProblem(asked: AskedValue, value: ParameterValue): Finding | null {
  switch (asked.type) {
    case 'NUMBER':
      return typeof value === 'number' && Number.isFinite(value)
        ? rangeProblem(asked, value)
        : wrongType('a number')
    case 'BOOLEAN':
      return typeof value === 'boolean' ? null : wrongType('true or false')
    case 'MULTI_CHOICE':
      return typeof value === 'string' ? optionProblem(asked, value) : wrongType('a list of choices')
    case 'CHOICE':
      return typeof value === 'string' ? optionProblem(asked, value) : wrongType('one of the choices')
    default:
      return typeof value === 'string' ? textProblem(asked, value) : wrongType('text')
  }
}

/** The value is of another type than the one that is asked for. */
export function wrongType(expected: string): Finding {
  return { code: 'PARAMETER_TYPE', message: `Give ${expected}.` }
}

function normalizeText(type: ParameterType, text: string): ParameterValue {
  switch (type) {
    case 'EMAIL':
      return normalizeEmail(text)
    case 'PHONE':
      return normalizePhone(text)
    case 'DOMAIN':
      return normalizeDomain(text)
    case 'SUBDOMAIN':
      return text.toLowerCase()
    case 'NUMBER':
      return /^-?\d{1,15}(?:\.\d{1,8})?$/.test(text) && significantDigits(text) <= 15 ? Number(text) : text
    case 'BOOLEAN':
      return text === 'true' ? true : text === 'false' ? false : text
    default:
      return text
  }
}

function textProblem(asked: AskedValue, text: string): Finding | null {
  // PostgreSQL stores neither NUL nor half a surrogate pair; the other controls are of no use to anyone.
  if (/\p{Surrogate}|[^\P{Cc}\t\n\r]/u.test(text)) {
    return { code: 'PARAMETER_FORMAT', message: 'Remove the control characters.' }
  }
  return (
    lengthProblem(asked, [...text].length) ?? formatProblem(asked.type, text) ?? patternProblem(asked, text)
  )
}

const FORMATS: Readonly<Partial<Record<ParameterType, (text: string) => { message: string } | null>>> = {
  EMAIL: emailProblem,
  PHONE: phoneProblem,
  URL: urlProblem,
  DOMAIN: domainProblem,
  SUBDOMAIN: subdomainProblem,
  DATE: (text) =>
    isCalendarDate(text) ? null : { message: 'Enter a day that exists, in the form 2026-12-31.' },
}

function formatProblem(type: ParameterType, text: string): Finding | null {
  const problem = FORMATS[type]?.(text)
  return problem ? { code: 'PARAMETER_FORMAT', message: problem.message } : null
}

function lengthProblem({ minLength, maxLength = LONGEST_TEXT }: AskedValue, length: number): Finding | null {
  if (minLength !== undefined && length < minLength) {
    return { code: 'PARAMETER_TOO_SHORT', message: `Give at least ${minLength} characters.` }
  }
  if (length > maxLength)
    return { code: 'PARAMETER_TOO_LONG', message: `Give at most ${maxLength} characters.` }
  return null
}

function rangeProblem({ minimum, maximum }: AskedValue, value: number): Finding | null {
  if (minimum !== undefined && value < minimum) {
    return { code: 'PARAMETER_TOO_LOW', message: `Enter ${minimum} or more.` }
  }
  if (maximum !== undefined && value > maximum) {
    return { code: 'PARAMETER_TOO_HIGH', message: `Enter ${maximum} or less.` }
  }
  return null
}

function patternProblem({ pattern, hint, label }: AskedValue, text: string): Finding | null {
  if (pattern === undefined) return null
  if (boundedPatternProblem(pattern) !== null) {
    const message = `"${label}" cannot be checked; ask the catalog manager to correct its pattern.`
    return { code: 'PARAMETER_PATTERN_UNUSABLE', message }
  }
  if (text.length > LONGEST_PATTERN_VALUE) {
    return { code: 'PARAMETER_TOO_LONG', message: `Give at most ${LONGEST_PATTERN_VALUE} characters.` }
  }
  if (matchesBoundedPattern(pattern, text)) return null
  return { code: 'PARAMETER_PATTERN', message: hint ?? `Enter "${label}" in the form that is asked for.` }
}

function optionProblem({ options = [] }: AskedValue, value: string): Finding | null {
  if (options.some((option) => option.value === value)) return null
  const offered = options.slice(0, 10).map((option) => option.value)
  return {
    code: 'PARAMETER_OPTION',
    message: `Choose one of ${offered.join(', ')}${options.length > 10 ? ' ...' : ''}.`,
  }
}

function significantDigits(text: string): number {
  return text.replace(/[-.]/g, '').replace(/^0+/, '').length
}
