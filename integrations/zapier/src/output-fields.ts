/** What Zapier shows of one value of a sample. */
export interface SampleField {
  key: string
  label: string
  type: 'string' | 'number' | 'integer' | 'boolean' | 'datetime'
}

const wordsOf = (name: string): string[] => name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').split(/[ _]+/)

const titled = (word: string): string =>
  word.toLowerCase() === 'id' ? 'ID' : `${word.charAt(0).toUpperCase()}${word.slice(1)}`

/** `data__order__orderNumber` is shown as "Order Order Number": the thing and what of it. */
function labelOf(path: readonly string[]): string {
  return path.slice(-2).flatMap(wordsOf).map(titled).join(' ')
}

function typeOf(value: unknown): SampleField['type'] {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? 'datetime' : 'string'
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Fields of the items of a list: `lines[]quantity`. Lists within them stay what they are. */
function itemFields(path: string[], item: unknown): SampleField[] {
  if (!isObject(item)) return []
  const list = `${path.join('__')}[]`
  const visit = (value: unknown, inner: string[]): SampleField[] => {
    if (Array.isArray(value)) return []
    if (isObject(value)) return Object.entries(value).flatMap(([key, one]) => visit(one, [...inner, key]))
    return [{ key: `${list}${inner.join('__')}`, label: labelOf([...path, ...inner]), type: typeOf(value) }]
  }
  return visit(item, [])
}

/** The output fields that a sample has: words of a path joined by `__`, as Zapier reads them. */
export function outputFieldsOf(sample: unknown, path: string[] = []): SampleField[] {
  if (Array.isArray(sample)) return itemFields(path, sample[0])
  if (isObject(sample))
    return Object.entries(sample).flatMap(([key, value]) => outputFieldsOf(value, [...path, key]))
  return [{ key: path.join('__'), label: labelOf(path), type: typeOf(sample) }]
}
