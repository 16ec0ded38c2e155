import type { Problem } from '../platform/errors.ts'
import type { CustomAttribute, ExternalReference } from './named-texts.view.ts'

interface Named {
  externalReferences?: ExternalReference[] | null | undefined
  customAttributes?: CustomAttribute[] | null | undefined
}

/** One named text and where it was given. */
interface NamedText {
  name: string
  text: string
  at: { name: string[]; text: string[] }
}

const mostTexts = { externalReferences: 20, customAttributes: 50 }
const longestText = { externalReferences: 120, customAttributes: 1000 }
const wellNamed = /^[A-Za-z0-9_.-]{1,40}$/

function textProblems({ name, text, at }: NamedText, longest: number): Problem[] {
  const problems: Problem[] = []
  if (!wellNamed.test(name))
    problems.push({
      code: 'NAME_INVALID',
      message: 'Use 1 to 40 letters, digits, "_", "-" and ".".',
      path: at.name,
    })
  if (text.trim() === '')
    problems.push({ code: 'TEXT_EMPTY', message: 'Enter at least one visible character.', path: at.text })
  if (text.trim().length > longest)
    problems.push({ code: 'TEXT_TOO_LONG', message: `Enter at most ${longest} characters.`, path: at.text })
  return problems
}

function listProblems(field: keyof typeof mostTexts, texts: NamedText[]): Problem[] {
  const most = mostTexts[field]
  if (texts.length > most) return [{ code: 'TOO_MANY', message: `Send at most ${most}.`, path: [field] }]
  const repeated = texts.filter(({ name }, at) => texts.findIndex((one) => one.name === name) < at)
  return [
    ...texts.flatMap((text) => textProblems(text, longestText[field])),
    ...repeated.map(({ at }) => ({ code: 'NAME_REPEATED', message: 'Send each name once.', path: at.name })),
  ]
}

/** What is wrong with external references and custom attributes; what is absent is not judged. */
export function namedTextProblems({ externalReferences, customAttributes }: Named): Problem[] {
  const at = (field: string, index: number, part: string) => [field, String(index), part]
  const references = (externalReferences ?? []).map(({ system, reference }, index) => ({
    name: system,
    text: reference,
    at: {
      name: at('externalReferences', index, 'system'),
      text: at('externalReferences', index, 'reference'),
    },
  }))
  const attributes = (customAttributes ?? []).map(({ key, value }, index) => ({
    name: key,
    text: value,
    at: { name: at('customAttributes', index, 'key'), text: at('customAttributes', index, 'value') },
  }))
  return [...listProblems('externalReferences', references), ...listProblems('customAttributes', attributes)]
}

/** The maps that are stored: given ones as a whole, null as an empty one, absent ones left out. */
export function namedTextMaps(given: Named): {
  externalReferences?: Record<string, string>
  customAttributes?: Record<string, string>
} {
  const { externalReferences: references, customAttributes: attributes } = given
  const ofReferences = (references ?? []).map(({ system, reference }): [string, string] => [
    system,
    reference.trim(),
  ])
  const ofAttributes = (attributes ?? []).map(({ key, value }): [string, string] => [key, value.trim()])
  return {
    ...(references === undefined ? {} : { externalReferences: Object.fromEntries(ofReferences) }),
    ...(attributes === undefined ? {} : { customAttributes: Object.fromEntries(ofAttributes) }),
  }
}

const byName = (map: Record<string, string>) =>
  Object.entries(map).toSorted(([one], [other]) => (one < other ? -1 : 1))

/** The external references of an organization, by system. */
export function referencesOf(of: { externalReferences: Record<string, string> }): ExternalReference[] {
  return byName(of.externalReferences).map(([system, reference]) => ({ system, reference }))
}

/** The custom attributes of an organization, by name. */
export function attributesOf(of: { customAttributes: Record<string, string> }): CustomAttribute[] {
  return byName(of.customAttributes).map(([key, value]) => ({ key, value }))
}
