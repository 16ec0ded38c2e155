import { addressProblems } from '../platform/address.rules.ts'
import { CHECKED_TYPES, normalizeOne, oneProblem, wrongType, type Finding } from './parameter-value.rules.ts'
import { hiddenKeys, type Condition } from './visibility.rules.ts'

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
  ADDRESS: 'ADDRESS',
  OBJECT: 'OBJECT',
} as const
export type ParameterType = (typeof ParameterType)[keyof typeof ParameterType]

/**
 * Whose answer it is. LINE: asked for each line. All others are asked once for the order; what is answered for the
 * CUSTOMER or the RESELLER is kept, and offered to its next orders. Keys equal values.
 */
export const ParameterScope = {
  ORDER: 'ORDER',
  LINE: 'LINE',
  CUSTOMER: 'CUSTOMER',
  RESELLER: 'RESELLER',
} as const
export type ParameterScope = (typeof ParameterScope)[keyof typeof ParameterScope]

/** When it is asked: before the order is submitted, or only by those who deliver it. Keys equal values. */
export const ParameterPhase = { ORDERING: 'ORDERING', FULFILLMENT: 'FULFILLMENT' } as const
export type ParameterPhase = (typeof ParameterPhase)[keyof typeof ParameterPhase]

/** What one value must be like, wherever it stands. */
export type ValueRules = {
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
  hint?: string
  placeholder?: string
}

/** One part of an OBJECT. */
export type ParameterField = ValueRules & {
  key: string
  label: string
  type: Exclude<ParameterType, 'ADDRESS' | 'OBJECT' | 'MULTI_CHOICE'>
  required: boolean
}

/** One provisioning question of an offer. */
export type ParameterDefinition = ValueRules & {
  /** Stable name of the answer, unique within its offer. Questions of several offers with one key are one question. */
  key: string
  label: string
  type: ParameterType
  scope: ParameterScope
  /** ORDERING when absent. */
  phase?: ParameterPhase
  required: boolean
  /** Asked only while this holds; a hidden question takes no answer and needs none. */
  visibleIf?: Condition
  /** The answer is a list of so many values of the type. */
  capacity?: { min: number; max: number }
  /** The parts of an OBJECT. */
  fields?: readonly ParameterField[]
  /** Encrypted, and never told again: not to clients, not in events, not in logs. */
  sensitive?: boolean
  position: number
  group?: string
}

/** An OBJECT or an ADDRESS. */
export type ParameterObject = { [field: string]: string | number | boolean | null }

/** An answer as it travels in JSON; null is no answer. */
export type ParameterValue = string | number | boolean | Array<string | number> | ParameterObject | null

/** Answers by the key of their question. */
export type ParameterValues = Readonly<Record<string, ParameterValue | undefined>>

export type ParameterProblemCode =
  | 'PARAMETER_UNKNOWN'
  | 'PARAMETER_HIDDEN'
  | 'PARAMETER_REQUIRED'
  | 'PARAMETER_TYPE'
  | 'PARAMETER_FORMAT'
  | 'PARAMETER_TOO_SHORT'
  | 'PARAMETER_TOO_LONG'
  | 'PARAMETER_TOO_FEW'
  | 'PARAMETER_TOO_MANY'
  | 'PARAMETER_TOO_LOW'
  | 'PARAMETER_TOO_HIGH'
  | 'PARAMETER_PATTERN'
  | 'PARAMETER_PATTERN_UNUSABLE'
  | 'PARAMETER_OPTION'

/** `at`: the place within the answer, such as the field of an address or the index in a list. */
export type ParameterProblem = { key: string; code: ParameterProblemCode; message: string; at?: string[] }

/** How to judge. */
export type Judgement = {
  /** False: missing answers are fine (a draft). True: every required question that is visible needs one. */
  requireAll: boolean
  /** Questions whose sensitive answers are stored already: they count as answered. */
  sealed?: ReadonlySet<string>
  /** Answers beside these that conditions may ask for: those that stay as they are, those of the order around a line. */
  context?: ParameterValues
}

const none: ReadonlySet<string> = new Set()

/** What is wrong with the answers, in the order of the questions, unknown keys last. */
export function parameterProblems(
  definitions: readonly ParameterDefinition[],
  values: ParameterValues,
  { requireAll, sealed = none, context = {} }: Judgement,
): ParameterProblem[] {
  const given = normalizeParameters(definitions, values)
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  const hidden = hiddenKeys(definitions, { ...context, ...said })
  const problems = definitions
    .toSorted((a, b) => a.position - b.position)
    .flatMap((definition): ParameterProblem[] => {
      const { key } = definition
      const value = (Object.hasOwn(given, key) ? given[key] : null) ?? null
      if (value === null) {
        const lacks = definition.required && requireAll && !hidden.has(key) && !sealed.has(key)
        return lacks ? [{ key, ...missing(definition.label) }] : []
      }
      const findings = hidden.has(key) ? [doesNotApply(definition)] : valueFindings(definition, value)
      return findings.map((finding) => ({ key, ...finding }))
    })
  const known = new Set(definitions.map((definition) => definition.key))
  const message = 'This offer asks no such question; remove the answer.'
  for (const key of Object.keys(values))
    if (!known.has(key)) problems.push({ key, code: 'PARAMETER_UNKNOWN', message })
  return problems
}

/** All answers to these questions as they are stored; see `normalizeParameter`. What is not given stays absent. */
export function normalizeParameters(
  definitions: readonly ParameterDefinition[],
  values: ParameterValues,
): Record<string, ParameterValue> {
  return Object.fromEntries(
    definitions.flatMap((definition) => {
      const value = Object.hasOwn(values, definition.key) ? values[definition.key] : undefined
      return value === undefined ? [] : [[definition.key, normalizeParameter(definition, value)]]
    }),
  )
}

/**
 * The answer as it is stored: trimmed, empty turned into null, e-mail domain and host names in lower case ASCII,
 * phone in E.164, numbers and booleans out of their text form. A value that cannot be read comes back unchanged.
 */
export function normalizeParameter(definition: ParameterDefinition, value: ParameterValue): ParameterValue {
  if (Array.isArray(value)) {
    const chosen = value.map((one) => normalizeOne(definition, one) as string | number | null)
    const said = chosen.filter((one) => one !== null)
    return said.length === 0 ? null : [...new Set(said)]
  }
  if (typeof value !== 'object' || value === null) return normalizeOne(definition, value)
  const fields = Object.entries(value).map(([key, inner]): [string, ParameterObject[string]] => {
    const field = partsOf(definition).find((one) => one.key === key)
    return [
      key,
      field && !isComposite(inner) ? (normalizeOne(field, inner) as ParameterObject[string]) : inner,
    ]
  })
  const said = fields.filter(([, inner]) => inner !== null)
  return said.length === 0 ? null : Object.fromEntries(said)
}

/** True when the answer is a list. */
export function takesList({ type, capacity }: Pick<ParameterDefinition, 'type' | 'capacity'>): boolean {
  return type === 'MULTI_CHOICE' || capacity !== undefined
}

/** The parts that an OBJECT or an ADDRESS has. */
export function partsOf({ type, fields = [] }: ParameterDefinition): readonly ParameterField[] {
  return type === 'ADDRESS' ? ADDRESS_FIELDS : fields
}

const text = (key: string, label: string, rest: Partial<ParameterField> = {}): ParameterField => ({
  key,
  label,
  type: 'TEXT',
  required: false,
  maxLength: 200,
  ...rest,
})

const ADDRESS_FIELDS: readonly ParameterField[] = [
  text('line1', 'Street and number', { required: true }),
  text('line2', 'Building, floor, department'),
  text('postalCode', 'Postal code', { maxLength: 20 }),
  text('city', 'City', { required: true }),
  text('region', 'State, province or region'),
  text('country', 'Country', { required: true, minLength: 2, maxLength: 2 }),
]

function valueFindings(definition: ParameterDefinition, value: Exclude<ParameterValue, null>): Finding[] {
  if (takesList(definition)) {
    if (!Array.isArray(value))
      return [wrongType(definition.type === 'MULTI_CHOICE' ? 'a list of choices' : 'a list')]
    const found = value.flatMap((one, index) => at(String(index), oneProblem(definition, one)))
    const size = sizeProblem(definition, value.length)
    return found.length > 0 || !size ? found : [size]
  }
  if (CHECKED_TYPES.has(definition.type)) return at(null, oneProblem(definition, value))
  if (typeof value !== 'object' || Array.isArray(value)) return [wrongType('an object with its fields')]
  return objectFindings(definition, value)
}

function objectFindings(definition: ParameterDefinition, value: ParameterObject): Finding[] {
  const parts = partsOf(definition)
  const known = new Set(parts.map((part) => part.key))
  const found = parts.flatMap((part) => {
    const inner = Object.hasOwn(value, part.key) ? (value[part.key] ?? null) : null
    if (inner === null) return part.required ? at(part.key, missing(part.label)) : []
    return at(part.key, oneProblem(part, inner))
  })
  const unknown = Object.keys(value).filter((key) => !known.has(key))
  const message = 'There is no such field; remove it.'
  found.push(
    ...unknown.map((key): Finding => ({ code: 'PARAMETER_UNKNOWN', message, at: [key.slice(0, 80)] })),
  )
  if (found.length > 0 || definition.type !== 'ADDRESS') return found
  return addressProblems(value).map(({ field, message: sentence }) => ({
    code: 'PARAMETER_FORMAT',
    message: sentence,
    at: [field],
  }))
}

function at(place: string | null, finding: Finding | null): Finding[] {
  if (!finding) return []
  return [place === null ? finding : { ...finding, at: [place] }]
}

function sizeProblem(
  { type, capacity, minLength, maxLength }: ParameterDefinition,
  size: number,
): Finding | null {
  if (capacity && size < capacity.min)
    return { code: 'PARAMETER_TOO_FEW', message: `Give at least ${capacity.min} values.` }
  if (capacity && size > capacity.max)
    return { code: 'PARAMETER_TOO_MANY', message: `Give at most ${capacity.max} values.` }
  if (type !== 'MULTI_CHOICE') return null
  if (minLength !== undefined && size < minLength)
    return { code: 'PARAMETER_TOO_SHORT', message: `Give at least ${minLength} choices.` }
  if (maxLength !== undefined && size > maxLength)
    return { code: 'PARAMETER_TOO_LONG', message: `Give at most ${maxLength} choices.` }
  return null
}

function isComposite(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

function missing(label: string): Finding {
  return { code: 'PARAMETER_REQUIRED', message: `Answer "${label}".` }
}

function doesNotApply({ label }: ParameterDefinition): Finding {
  return { code: 'PARAMETER_HIDDEN', message: `"${label}" does not apply here; remove the answer.` }
}
