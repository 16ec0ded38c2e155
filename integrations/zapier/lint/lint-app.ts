import { appParts, type Field, type Part } from './app-parts.ts'

/** One of Zapier's published checks that the app does not pass. */
export interface Finding {
  check: string
  at: string
  sentence: string
}

type Check = (part: Part, keys: ReadonlySet<string>) => Array<[check: string, sentence: string]>

const hook: Check = ({ type, operation }) =>
  type === 'hook'
    ? [
        ...(operation.performList ? [] : [['D006', 'A hook has a performList.'] as [string, string]]),
        ...(operation.performSubscribe && operation.performUnsubscribe
          ? []
          : [['D016', 'A hook subscribes and unsubscribes.'] as [string, string]]),
      ]
    : []

const sampled: Check = ({ operation: { sample } }) => {
  if (sample === undefined || Object.keys(sample).length === 0) return [['D010', 'A sample is there.']]
  return 'id' in sample ? [] : [['D012', 'The sample has an id.']]
}

/** The values of a sample at the key of an output field; empty when there is no such place. */
function valuesAt(sample: unknown, key: string): unknown[] {
  return key.split(/__|(?<=\[\])/).reduce<unknown[]>(
    (found, word) =>
      found.flatMap((value) => {
        const name = word.replace('[]', '')
        if (typeof value !== 'object' || value === null || !(name in value)) return []
        const inner = (value as Record<string, unknown>)[name]
        return word.endsWith('[]') ? (inner as unknown[]).slice(0, 1) : [inner]
      }),
    [sample],
  )
}

const fits: Check = ({ operation: { sample, outputFields = [] } }) => {
  const absent = outputFields.filter(({ key }) => valuesAt(sample, key).length === 0)
  const known = new Set(outputFields.map(({ key }) => key.split(/__|\[\]/)[0]))
  const untold = Object.keys(sample ?? {}).filter((key) => !known.has(key))
  return [
    ...absent.map(({ key }): [string, string] => ['D024', `The sample has no ${key}.`]),
    ...untold.map((key): [string, string] => ['D024', `No output field tells of ${key}.`]),
  ]
}

const zoned: Check = ({ operation: { sample, outputFields = [] } }) =>
  outputFields
    .filter(({ type }) => type === 'datetime')
    .filter(
      ({ key }) => !valuesAt(sample, key).every((value) => /T[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(String(value))),
    )
    .map(({ key }) => ['D023', `${key} is a time with a zone.`])

const isId = ({ key }: Field): boolean => /Ids?$/.test(key)

const fields: Check = ({ inputFields }, triggers) =>
  inputFields.flatMap((field): Array<[string, string]> => {
    const target = field.dynamic?.split('.')[0]
    return [
      ...(/api_?key|password|secret/i.test(field.key)
        ? [['D001', `${field.key} belongs to the connection.`] as [string, string]]
        : []),
      ...(isId(field) && target === undefined
        ? [['D004', `${field.key} has a dropdown.`] as [string, string]]
        : []),
      ...(target !== undefined && !triggers.has(target)
        ? [['D005', `${field.key}: there is no trigger ${target}.`] as [string, string]]
        : []),
      ...(field.helpText !== undefined && field.helpText.replace(/\.$/, '') === field.label
        ? [['D011', `${field.key}: the help says more than the label.`] as [string, string]]
        : []),
      ...(isTitle(field.label ?? '')
        ? []
        : [['D018', `${field.key}: the label is in title case.`] as [string, string]]),
    ]
  })

const small = new Set(['a', 'an', 'and', 'by', 'for', 'in', 'of', 'on', 'or', 'the', 'to', 'with'])
const isTitle = (text: string): boolean =>
  text !== '' && text.split(' ').every((word) => small.has(word) || /^[A-Z0-9]/.test(word))

const described: Check = ({ word, display: { label, description } }) => [
  ...(isTitle(label) ? [] : [['D018', 'The label is in title case.'] as [string, string]]),
  ...(word === 'triggers' && !description.startsWith('Triggers when ')
    ? [['D021', 'The description begins with "Triggers when".'] as [string, string]]
    : []),
  ...(description.endsWith('.')
    ? []
    : [['D021', 'The description ends with a full stop.'] as [string, string]]),
]

const connection = (app: Record<string, unknown>): Finding[] => {
  const { connectionLabel, fields = [] } = (app['authentication'] ?? {}) as {
    connectionLabel?: string
    fields?: Field[]
  }
  const linked = fields.some(({ helpText = '' }) => /\]\(https:\/\//.test(helpText))
  return [
    ...(linked
      ? []
      : [{ check: 'D002', at: 'authentication', sentence: 'The help links to where a key is made.' }]),
    ...(connectionLabel
      ? []
      : [{ check: 'D003', at: 'authentication', sentence: 'The connection has a label.' }]),
  ]
}

const links = (app: Record<string, unknown>): Finding[] =>
  [...JSON.stringify(app).matchAll(/http:\/\/[^"\s)]+/g)].map(([link]) => ({
    check: 'D007',
    at: link,
    sentence: 'Links and requests use https.',
  }))

const checks: readonly Check[] = [hook, sampled, fits, zoned, fields, described]

/**
 * What Zapier's reviewers check and its validator does not: the checks of its published list that can be decided from
 * the definition alone, by their names there.
 */
export function lintApp(app: Record<string, unknown>): Finding[] {
  const triggers = new Set(Object.keys(app['triggers'] ?? {}))
  const found = appParts(app).flatMap((part) =>
    checks
      .flatMap((check) => check(part, triggers))
      .map(([check, sentence]) => ({ check, at: `${part.word}.${part.key}`, sentence })),
  )
  return [...connection(app), ...links(app), ...found]
}
