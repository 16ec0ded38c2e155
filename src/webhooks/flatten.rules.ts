type Scalar = string | number | boolean | null

/** Joins the words of a path: what low-code tools show as one field, such as `data__order__lines__1__quantity`. */
const separator = '__'

function entries(value: unknown, path: string[]): Array<[string, Scalar]> {
  if (Array.isArray(value)) return value.flatMap((one, at) => entries(one, [...path, String(at + 1)]))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, one]) => entries(one, [...path, key]))
  return [[path.join(separator), value as Scalar]]
}

/** A tree as one flat object: keys are paths joined by `__`, items of lists are counted from 1. Empty ones leave nothing. */
export function flatten(tree: unknown): Record<string, Scalar> {
  return Object.fromEntries(entries(tree, []))
}
