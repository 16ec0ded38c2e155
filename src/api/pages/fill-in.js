/**
 * What answers showed, by the prefix of their ids: `ord` has id, version and so on of the last order, and `ids` of all
 * orders in that answer. Variables such as "{{ord.id}}" are filled in from it, so that tabs follow on each other.
 */
const known = new Map()
const key = 'countersign.known'
let storage

/** Keeps what answers showed in this storage, and goes on with what it holds: a reload forgets nothing. */
export function keepIn(place) {
  storage = place
  for (const [prefix, value] of JSON.parse(storage.getItem(key) ?? '[]')) known.set(prefix, value)
}

function collect(value, found) {
  if (Array.isArray(value)) return value.forEach((item) => collect(item, found))
  if (value === null || typeof value !== 'object') return
  const prefix = typeof value.id === 'string' ? value.id.split('_')[0] : undefined
  if (prefix) {
    const first = found.get(prefix)
    if (!first) found.set(prefix, { ...value, ids: [value.id] })
    else if (!first.ids.includes(value.id)) first.ids.push(value.id)
  }
  for (const child of Object.values(value)) collect(child, found)
}

/** Remembers what an answer shows; its first object of each kind counts. */
export function remember(data) {
  const found = new Map()
  collect(data, found)
  for (const [prefix, value] of found) {
    const before = known.get(prefix)
    known.set(prefix, before?.id === value.id ? { ...before, ...value } : value)
  }
  storage?.setItem(key, JSON.stringify([...known]))
}

function valueOf(name) {
  if (name === 'new') return crypto.randomUUID()
  const [prefix, field] = name.split('.')
  const value = known.get(prefix)?.[field]
  if (value === undefined)
    throw new Error(
      `{{${name}}} is not known yet: no answer has shown it. Run the tabs to the left of this one first, or write a value into the variables.`,
    )
  return value
}

/** Variables with every "{{...}}" replaced; throws when one is not known yet. */
export function fillIn(value) {
  if (Array.isArray(value)) return value.map(fillIn)
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillIn(item)]))
  const name = typeof value === 'string' ? /^\{\{([\w.]+)\}\}$/.exec(value)?.[1] : undefined
  return name ? valueOf(name) : value
}
