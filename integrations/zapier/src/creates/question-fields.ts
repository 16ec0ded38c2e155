import type { Bundle, PlainInputField, ZObject } from 'zapier-platform-core'
import { ask } from '../ask.ts'
import { OfferQuestionsDocument, type OfferQuestionsQuery } from '../generated/operations.ts'
import { inputText } from '../input-text.ts'

type Question = NonNullable<OfferQuestionsQuery['offer']>['productInformation']['parameters'][number]

const fieldTypes: Partial<Record<Question['type'], 'boolean' | 'number' | 'text'>> = {
  BOOLEAN: 'boolean',
  NUMBER: 'number',
  ADDRESS: 'text',
  OBJECT: 'text',
}
const isStructured = ({ type }: Question): boolean => type === 'ADDRESS' || type === 'OBJECT'

/** Says where an answer belongs: to the line, or to the order with its customer and reseller. */
const prefixOf = ({ scope }: Question): string => (scope === 'LINE' ? 'line__' : 'order__')

function fieldOf(question: Question): PlainInputField {
  const { key, label, hint, type, required, visibleIf, options, capacity } = question
  const help = isStructured(question) ? [hint, 'A JSON object.'] : [hint]
  return {
    key: `${prefixOf(question)}${key}`,
    label,
    type: fieldTypes[type] ?? 'string',
    // A question that depends on another answer may not be asked at all.
    required: required && !visibleIf,
    ...(help.some(Boolean) ? { helpText: help.filter(Boolean).join(' ') } : {}),
    ...(options && options.length > 0
      ? { choices: Object.fromEntries(options.map((option) => [option.value, option.label])) }
      : {}),
    ...(type === 'MULTI_CHOICE' || capacity ? { list: true } : {}),
  }
}

/** One field for each question that provisioning asks when the chosen offer is ordered. */
export async function questionFields(z: ZObject, bundle: Bundle): Promise<PlainInputField[]> {
  const offerId = inputText(bundle.inputData, 'offerId')
  if (offerId === undefined) return []
  const { offer } = await ask({ z, bundle }, OfferQuestionsDocument, { offerId })
  const asked = offer?.productInformation.parameters ?? []
  return asked.filter(({ phase }) => phase !== 'FULFILLMENT').map(fieldOf)
}

/** The answers among the fields, by where they belong. */
export function answersIn(inputData: Record<string, unknown>, scope: 'line' | 'order') {
  return Object.entries(inputData).flatMap(([key, value]) =>
    key.startsWith(`${scope}__`) && value !== '' && value !== undefined
      ? [{ key: key.slice(scope.length + 2), value: answerOf(value) }]
      : [],
  )
}

/** An object is typed as its JSON. */
function answerOf(value: unknown): unknown {
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
