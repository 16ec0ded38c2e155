import { LONGEST_PATTERN_VALUE } from './bounded-pattern.rules.ts'
import { LONGEST_TEXT, type AskedValue } from './parameter-value.rules.ts'
import { partsOf, takesList, type ParameterDefinition } from './parameters.rules.ts'
import type { Condition } from './visibility.rules.ts'

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [keyword: string]: unknown }

// As strict as a pattern can be: the server asks the numbering plans of all countries and the calendar besides.
const FORMATS: Readonly<Partial<Record<AskedValue['type'], JsonSchema>>> = {
  EMAIL: { format: 'email', maxLength: 254, pattern: String.raw`^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$` },
  PHONE: { pattern: String.raw`^\+[1-9]\d{6,14}$` },
  URL: { format: 'uri', maxLength: 2048, pattern: String.raw`^[Hh][Tt][Tt][Pp][Ss]?:\/\/[^\s\\@]+$` },
  DOMAIN: {
    format: 'hostname',
    maxLength: 253,
    pattern: String.raw`^[\p{L}\p{M}\p{N}-]{1,63}(?:\.[\p{L}\p{M}\p{N}-]{1,63})+$`,
  },
  SUBDOMAIN: { pattern: '^[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$' },
  DATE: { format: 'date', pattern: String.raw`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$` },
}

/**
 * The form of an offer as JSON Schema 2020-12: an object with the answers that are asked for at ordering, by key. What
 * it refuses, the server refuses; what it lets pass, the server may still refuse for what no schema knows: numbering
 * plans of phones, days that do not exist, postal codes. It describes answers as they are stored: without blanks around.
 */
export function provisioningJsonSchema(definitions: readonly ParameterDefinition[]): JsonSchema {
  const asked = orderingQuestions(definitions)
  const conditional = asked.filter((definition) => definition.visibleIf)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: Object.fromEntries(asked.map((definition) => [definition.key, questionSchema(definition)])),
    required: asked.filter((one) => one.required && !one.visibleIf).map(({ key }) => key),
    additionalProperties: false,
    ...(conditional.length > 0 && { allOf: conditional.map(onlyWhileVisible) }),
  }
}

/** How to draw the form: order, groups, help, and where each answer goes; in the words of react-jsonschema-form. */
export function provisioningUiSchema(definitions: readonly ParameterDefinition[]): JsonSchema {
  const asked = orderingQuestions(definitions)
  const groups = [...new Set(asked.flatMap(({ group }) => group ?? []))]
  return {
    'ui:order': asked.map(({ key }) => key),
    'ui:groups': groups.map((title) => ({
      title,
      keys: asked.filter(({ group }) => group === title).map(({ key }) => key),
    })),
    ...Object.fromEntries(asked.map((definition) => [definition.key, questionUi(definition)])),
  }
}

function orderingQuestions(definitions: readonly ParameterDefinition[]): ParameterDefinition[] {
  return definitions
    .filter(({ phase }) => phase !== 'FULFILLMENT')
    .toSorted((a, b) => a.position - b.position)
}

function questionUi({ type, scope, group, hint, placeholder, sensitive, options = [] }: ParameterDefinition) {
  const widget = sensitive ? 'password' : type === 'MULTI_CHOICE' ? 'checkboxes' : undefined
  return {
    'ui:options': { scope, ...(group !== undefined && { group }) },
    ...(hint !== undefined && { 'ui:help': hint }),
    ...(placeholder !== undefined && { 'ui:placeholder': placeholder }),
    ...(widget && { 'ui:widget': widget }),
    ...(options.length > 0 && { 'ui:enumNames': options.map(({ label }) => label) }),
  }
}

function questionSchema(definition: ParameterDefinition): JsonSchema {
  const { label, hint, sensitive } = definition
  return {
    title: label,
    ...(hint !== undefined && { description: hint }),
    ...(sensitive && { writeOnly: true }),
    ...answerSchema(definition),
  }
}

function answerSchema(definition: ParameterDefinition): JsonSchema {
  if (takesList(definition)) return listSchema(definition)
  const parts = partsOf(definition)
  if (parts.length === 0) return valueSchema(definition)
  return {
    type: 'object',
    properties: Object.fromEntries(
      parts.map((part) => [part.key, { title: part.label, ...valueSchema(part) }]),
    ),
    required: parts.filter((part) => part.required).map(({ key }) => key),
    additionalProperties: false,
    minProperties: 1,
  }
}

function listSchema(definition: ParameterDefinition): JsonSchema {
  const { type, capacity, minLength, maxLength } = definition
  const ofChoices = type === 'MULTI_CHOICE'
  const fewest = Math.max(1, capacity?.min ?? 1, ofChoices ? (minLength ?? 1) : 1)
  const most = Math.min(capacity?.max ?? Infinity, ofChoices ? (maxLength ?? Infinity) : Infinity)
  return {
    type: 'array',
    items: valueSchema(definition),
    uniqueItems: true,
    minItems: fewest,
    ...(most < Infinity && { maxItems: most }),
  }
}

function valueSchema(asked: AskedValue): JsonSchema {
  const { type, options = [], minimum, maximum } = asked
  switch (type) {
    case 'NUMBER':
      return {
        type: 'number',
        ...(minimum !== undefined && { minimum }),
        ...(maximum !== undefined && { maximum }),
      }
    case 'BOOLEAN':
      return { type: 'boolean' }
    case 'CHOICE':
    case 'MULTI_CHOICE':
      return { type: 'string', enum: options.map(({ value }) => value) }
    default:
      return textSchema(asked)
  }
}

function textSchema({ type, pattern, minLength = 1, maxLength = LONGEST_TEXT }: AskedValue): JsonSchema {
  const format = FORMATS[type] ?? {}
  const longest = Math.min(
    maxLength,
    typeof format['maxLength'] === 'number' ? format['maxLength'] : maxLength,
    pattern === undefined ? maxLength : LONGEST_PATTERN_VALUE,
  )
  const said = { type: 'string', ...format, minLength: Math.max(minLength, 1), maxLength: longest }
  const own = pattern === undefined ? [] : [{ pattern: `^(?:${pattern})$` }]
  return { ...said, allOf: [NOT_BLANK, PRINTABLE, ...own] }
}

// Nothing but blanks is no answer; controls other than tabs and line breaks are refused.
const NOT_BLANK = { pattern: String.raw`\S` }
const PRINTABLE = { pattern: String.raw`^[^\p{Cs}\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]*$` }

function onlyWhileVisible({ key, required, visibleIf }: ParameterDefinition): JsonSchema {
  const hidden = { properties: { [key]: false } }
  if (!visibleIf) return {}
  const visible = conditionSchema(visibleIf)
  // The same as if, then and else, which some forms do not read.
  return {
    anyOf: [{ allOf: [visible, required ? { required: [key] } : {}] }, { allOf: [{ not: visible }, hidden] }],
  }
}

function conditionSchema(condition: Condition): JsonSchema {
  if ('all' in condition) return { allOf: condition.all.map(conditionSchema) }
  if ('any' in condition) return { anyOf: condition.any.map(conditionSchema) }
  if ('not' in condition) return { not: conditionSchema(condition.not) }
  const { key } = condition
  const isSet = { required: [key] }
  if ('isSet' in condition) return condition.isSet ? isSet : { not: isSet }
  const said = { enum: 'in' in condition ? condition.in : [condition.equals] }
  return { ...isSet, properties: { [key]: { anyOf: [said, { type: 'array', contains: said }] } } }
}
