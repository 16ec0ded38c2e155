import { z } from 'zod'
import { boundedPatternProblem } from './bounded-pattern.rules.ts'
import {
  ParameterPhase,
  ParameterScope,
  ParameterType,
  type ParameterDefinition,
} from './parameters.rules.ts'
import { keysIn, type Condition } from './visibility.rules.ts'

const text = z.string().min(1).max(500)
const length = z.int().min(0).max(10_000)
const key = z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/)

const valueRules = {
  label: text,
  hint: text.optional(),
  required: z.boolean(),
  options: z
    .array(z.strictObject({ value: text, label: text }))
    .max(500)
    .optional(),
  pattern: z.string().optional(),
  minLength: length.optional(),
  maxLength: length.optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  placeholder: text.optional(),
}

const scalar = z.union([z.string().max(500), z.number(), z.boolean()])

/** A condition, nested at most so deep. */
function conditionSchema(depth: number): z.ZodType<Condition> {
  const simple = [
    z.strictObject({ key, equals: scalar }),
    z.strictObject({ key, in: z.array(scalar).min(1).max(100) }),
    z.strictObject({ key, isSet: z.boolean() }),
  ] as const
  if (depth === 0) return z.union(simple)
  const inner = conditionSchema(depth - 1)
  const several = z.array(inner).min(1).max(20)
  return z.union([
    ...simple,
    z.strictObject({ all: several }),
    z.strictObject({ any: several }),
    z.strictObject({ not: inner }),
  ])
}

type Ruled = { type: string; pattern?: string | undefined; options?: unknown[] | undefined }

function checkRules({ type, pattern, options }: Ruled, faults: z.RefinementCtx): void {
  const problem = pattern === undefined ? null : boundedPatternProblem(pattern)
  if (problem) faults.addIssue({ code: 'custom', path: ['pattern'], message: problem })
  if ((type === 'CHOICE' || type === 'MULTI_CHOICE') && !options?.length)
    faults.addIssue({ code: 'custom', path: ['options'], message: 'A choice needs options.' })
}

const fieldTypes = z.enum(ParameterType).exclude(['ADDRESS', 'OBJECT', 'MULTI_CHOICE'])
const field = z.strictObject({ key, type: fieldTypes, ...valueRules }).superRefine(checkRules)

const one = z
  .strictObject({
    key,
    type: z.enum(ParameterType),
    scope: z.enum(ParameterScope),
    phase: z.enum(ParameterPhase).optional(),
    ...valueRules,
    visibleIf: conditionSchema(4).optional(),
    capacity: z.strictObject({ min: z.int().min(1), max: z.int().min(1).max(100) }).optional(),
    fields: z.array(field).max(30).optional(),
    sensitive: z.boolean().optional(),
    position: z.int().min(0).max(10_000),
    group: text.optional(),
  })
  .superRefine((definition, faults) => {
    checkRules(definition, faults)
    const { type, fields = [], capacity } = definition
    const say = (path: string, message: string) => faults.addIssue({ code: 'custom', path: [path], message })
    if ((type === 'OBJECT') !== fields.length > 0)
      say('fields', 'An OBJECT needs fields; nothing else has them.')
    if (new Set(fields.map((part) => part.key)).size < fields.length)
      say('fields', 'Give every field its own key.')
    if (capacity && capacity.min > capacity.max) say('capacity', 'The minimum is above the maximum.')
    if (capacity && ['ADDRESS', 'OBJECT', 'BOOLEAN', 'CHOICE'].includes(type))
      say('capacity', 'Only texts, numbers, days and MULTI_CHOICE take several values.')
  })

/** What a condition may ask for: questions of the form that are told to everybody, and not of a line for all lines. */
function conditionFaults(
  form: ReadonlyArray<z.infer<typeof one>>,
): Array<{ path: string[]; message: string }> {
  const byKey = new Map(form.map((definition) => [definition.key, definition]))
  return form.flatMap(({ visibleIf, scope, key: own }, index) =>
    (visibleIf ? keysIn(visibleIf) : []).flatMap((asked) => {
      const other = byKey.get(asked)
      const path = [String(index), 'visibleIf']
      if (!other) return [{ path, message: `There is no question "${asked}".` }]
      if (other.sensitive) return [{ path, message: `"${asked}" is sensitive; nothing may depend on it.` }]
      if (other.scope === 'LINE' && scope !== 'LINE')
        return [
          { path, message: `"${asked}" is asked for each line; only questions of lines may depend on it.` },
        ]
      return dependsOn(byKey, asked, own)
        ? [{ path, message: `"${asked}" depends on this question itself.` }]
        : []
    }),
  )
}

function dependsOn(
  byKey: ReadonlyMap<string, { visibleIf?: Condition | undefined }>,
  from: string,
  wanted: string,
): boolean {
  const seen = new Set<string>()
  const open = [from]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === wanted) return true
    if (seen.has(next)) continue
    seen.add(next)
    const condition = byKey.get(next)?.visibleIf
    if (condition) open.push(...keysIn(condition))
  }
  return false
}

/**
 * The provisioning form of a product: questions with keys of their own, safe patterns, options where they choose, and
 * conditions that ask for other questions of the form, without going in circles.
 */
export const parameterDefinitionsSchema = z
  .array(one)
  .max(100)
  .refine(
    (form) => new Set(form.map((definition) => definition.key)).size === form.length,
    'Give every question its own key.',
  )
  .superRefine((form, faults) => {
    for (const { path, message } of conditionFaults(form)) faults.addIssue({ code: 'custom', path, message })
  })
  // Optional properties that are absent stay absent: zod never adds them with `undefined`.
  .transform((form) => form as ParameterDefinition[])
