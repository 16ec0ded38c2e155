/** What canonical JSON can say. Numbers are integers here, so that every language prints them alike. */
export type CanonicalValue =
  string | number | boolean | null | CanonicalValue[] | { [key: string]: CanonicalValue }

/**
 * JSON as RFC 8785 writes it: keys sorted by UTF-16 code units, no spaces, strings as JSON.stringify escapes them.
 * Equal values have equal text, so that a hash over it can be recomputed anywhere.
 */
export function canonicalJson(value: CanonicalValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new Error(`Write ${value} as a string: canonical JSON holds integers only.`)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`)
  return `{${members.join(',')}}`
}
