import { z } from 'zod'
import { boundedPatternProblem } from './bounded-pattern.rules.ts'
import { ParameterScope, ParameterType, type ParameterDefinition } from './parameters.rules.ts'

const text = z.string().min(1).max(500)
const length = z.int().min(0).max(10_000)

const one = z
  .strictObject({
    key: z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,63}$/),
    label: text,
    hint: text.optional(),
    type: z.enum(ParameterType),
    scope: z.enum(ParameterScope),
    required: z.boolean(),
    options: z.array(z.strictObject({ value: text, label: text })).optional(),
    pattern: z.string().optional(),
    minLength: length.optional(),
    maxLength: length.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    placeholder: text.optional(),
    position: z.int().min(0).max(10_000),
    group: text.optional(),
  })
  .superRefine((definition, faults) => {
    const problem = definition.pattern === undefined ? null : boundedPatternProblem(definition.pattern)
    if (problem) faults.addIssue({ code: 'custom', path: ['pattern'], message: problem })
    const isChoice = definition.type === 'CHOICE' || definition.type === 'MULTI_CHOICE'
    if (isChoice && !definition.options?.length)
      faults.addIssue({ code: 'custom', path: ['options'], message: 'A choice needs options.' })
  })

/** The provisioning form of a product: questions with keys of their own, safe patterns, and options where they choose. */
export const parameterDefinitionsSchema = z
  .array(one)
  .max(100)
  .refine(
    (form) => new Set(form.map(({ key }) => key)).size === form.length,
    'Give every question its own key.',
  )
  // Optional properties that are absent stay absent: zod never adds them with `undefined`.
  .transform((form) => form as ParameterDefinition[])
