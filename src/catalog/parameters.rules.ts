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

/** The kinds of answer a provisioning question can ask for. Keys equal values. */
export const ParameterType = {
  TEXT: 'TEXT',
  EMAIL: 'EMAIL',
  PHONE: 'PHONE',
  URL: 'URL',
  DOMAIN: 'DOMAIN',
  SUBDOMAIN: 'SUBDOMAIN',
  NUMBER: 'NUMBER',
  BOOLEAN: 'BOOLEAN',
  CHOICE: 'CHOICE',
  MULTI_CHOICE: 'MULTI_CHOICE',
  DATE: 'DATE',
} as const
export type ParameterType = (typeof ParameterType)[keyof typeof ParameterType]

/** Whether a question is asked once for the order or once for each line. Keys equal values. */
export const ParameterScope = { ORDER: 'ORDER', LINE: 'LINE' } as const
export type ParameterScope = (typeof ParameterScope)[keyof typeof ParameterScope]

/** One provisioning question of an offer. */
export type ParameterDefinition = {
  /** Stable name of the answer, unique within its offer. */
  key: string
  label: string
  hint?: string
  type: ParameterType
  scope: ParameterScope
  required: boolean
  /** What CHOICE and MULTI_CHOICE offer. */
  options?: ReadonlyArray<{ value: string; label: string }>
  /** Regular expression that the whole text must match; see `boundedPatternProblem` for what is allowed. */
  pattern?: string
  /** Characters of a text, or number of choices of MULTI_CHOICE. */
  minLength?: number
  maxLength?: number
  /** Bounds of NUMBER, inclusive. */
  minimum?: number
  maximum?: number
  placeholder?: string
  position: number
  group?: string
}

/** An answer as it travels in JSON; null is no answer. */
export type ParameterValue = string | number | boolean | string[] | null

export type ParameterProblemCode =
  | 'PARAMETER_UNKNOWN'
  | 'PARAMETER_REQUIRED'
  | 'PARAMETER_TYPE'
  | 'PARAMETER_FORMAT'
  | 'PARAMETER_TOO_SHORT'
  | 'PARAMETER_TOO_LONG'
  | 'PARAMETER_TOO_LOW'
  | 'PARAMETER_TOO_HIGH'
  | 'PARAMETER_PATTERN'
  | 'PARAMETER_PATTERN_UNUSABLE'
  | 'PARAMETER_OPTION'

export type ParameterProblem = { key: string; code: ParameterProblemCode; message: string }

type Finding = { code: ParameterProblemCode; message: string }

/** Longest text answer when the definition sets no limit. */
const LONGEST_TEXT = 2000

/**
 * What is wrong with the answers, in the order of the questions, unknown keys last.
 * With `requireAll: false` missing answers are fine (a draft); with `true` every required question needs one.
 */
export function parameterProblems(
  definitions: readonly ParameterDefinition[],
  values: Readonly<Record<string, ParameterValue | undefined>>,
  { requireAll }: { requireAll: boolean },
): ParameterProblem[] {
  const problems: ParameterProblem[] = []
  for (const definition of definitions.toSorted((a, b) => a.position - b.position)) {
    const { key } = definition
    const value = normalizeParameter(definition, Object.hasOwn(values, key) ? (values[key] ?? null) : null)
    const finding = value === null ? missing(definition, requireAll) : valueProblem(definition, value)
    if (finding) problems.push({ key, ...finding })
  }
  const known = new Set(definitions.map((definition) => definition.key))
  for (const key of Object.keys(values)) {
    if (known.has(key)) continue
    problems.push({
      key,
      code: 'PARAMETER_UNKNOWN',
      message: 'This offer asks no such question; remove the answer.',
    })
  }
  return problems
}

/**
 * The answer as it is stored: trimmed, empty turned into null, e-mail domain and host names in lower case ASCII,
 * phone in E.164, numbers and booleans out of their text form. A value that cannot be read comes back unchanged.
 */
export function normalizeParameter(definition: ParameterDefinition, value: ParameterValue): ParameterValue {
  if (Array.isArray(value)) {
    const chosen = [...new Set(value.map((one) => (typeof one === 'string' ? one.trim() : one)))]
    return chosen.length === 0 ? null : chosen
  }
  if (typeof value !== 'string') return value
  const text = value.trim()
  return text === '' ? null : normalizeText(definition.type, text)
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

function missing({ required, label }: ParameterDefinition, requireAll: boolean): Finding | null {
  return required && requireAll ? { code: 'PARAMETER_REQUIRED', message: `Answer "${label}".` } : null
}

function valueProblem(definition: ParameterDefinition, value: Exclude<ParameterValue, null>): Finding | null {
  switch (definition.type) {
    case 'NUMBER':
      return typeof value === 'number' && Number.isFinite(value)
        ? rangeProblem(definition, value)
        : wrongType('a number')
    case 'BOOLEAN':
      return typeof value === 'boolean' ? null : wrongType('true or false')
    case 'MULTI_CHOICE':
      return Array.isArray(value) ? choicesProblem(definition, value) : wrongType('a list of choices')
    case 'CHOICE':
      return typeof value === 'string' ? optionProblem(definition, value) : wrongType('one of the choices')
    default:
      return typeof value === 'string' ? textProblem(definition, value) : wrongType('text')
  }
}

function textProblem(definition: ParameterDefinition, text: string): Finding | null {
  // PostgreSQL stores neither NUL nor half a surrogate pair; the other controls are of no use to anyone.
  if (/\p{Surrogate}|[^\P{Cc}\t\n\r]/u.test(text)) {
    return { code: 'PARAMETER_FORMAT', message: 'Remove the control characters.' }
  }
  return (
    lengthProblem(definition, [...text].length, 'characters') ??
    formatProblem(definition.type, text) ??
    patternProblem(definition, text)
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

function lengthProblem(definition: ParameterDefinition, length: number, unit: string): Finding | null {
  const { minLength, maxLength = LONGEST_TEXT } = definition
  if (minLength !== undefined && length < minLength) {
    return { code: 'PARAMETER_TOO_SHORT', message: `Give at least ${minLength} ${unit}.` }
  }
  if (length > maxLength) return { code: 'PARAMETER_TOO_LONG', message: `Give at most ${maxLength} ${unit}.` }
  return null
}

function rangeProblem({ minimum, maximum }: ParameterDefinition, value: number): Finding | null {
  if (minimum !== undefined && value < minimum) {
    return { code: 'PARAMETER_TOO_LOW', message: `Enter ${minimum} or more.` }
  }
  if (maximum !== undefined && value > maximum) {
    return { code: 'PARAMETER_TOO_HIGH', message: `Enter ${maximum} or less.` }
  }
  return null
}

function patternProblem({ pattern, hint, label }: ParameterDefinition, text: string): Finding | null {
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

function optionProblem({ options = [] }: ParameterDefinition, value: string): Finding | null {
  if (options.some((option) => option.value === value)) return null
  const offered = options.slice(0, 10).map((option) => option.value)
  return {
    code: 'PARAMETER_OPTION',
    message: `Choose one of ${offered.join(', ')}${options.length > 10 ? ' ...' : ''}.`,
  }
}

function choicesProblem(definition: ParameterDefinition, values: readonly unknown[]): Finding | null {
  for (const value of values) {
    const finding =
      typeof value === 'string' ? optionProblem(definition, value) : wrongType('a list of choices')
    if (finding) return finding
  }
  return lengthProblem(definition, values.length, 'choices')
}

function wrongType(expected: string): Finding {
  return { code: 'PARAMETER_TYPE', message: `Give ${expected}.` }
}

function significantDigits(text: string): number {
  return text.replace(/[-.]/g, '').replace(/^0+/, '').length
}
