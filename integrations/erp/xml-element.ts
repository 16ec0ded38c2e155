/**
 * An element of a UBL document: a group or a value, told apart by `children`. Names bear UBL's usual prefixes (`cbc:`
 * basic, `cac:` aggregate, none for the document itself) whatever prefixes the text used.
 */
export interface XmlElement {
  name: string
  attributes: Readonly<Record<string, string>>
  /** Of a value, without space around it. */
  text: string
  children: readonly XmlElement[]
}

/** An element, or nothing where there is nothing to say: UBL has no empty elements. */
export type MaybeElement = XmlElement | null

/** `cbc:` with a text. */
export function value(
  name: string,
  text: string | null | undefined,
  attributes: XmlElement['attributes'] = {},
): MaybeElement {
  return text ? { name: `cbc:${name}`, attributes, text, children: [] } : null
}

/** `cac:` with what is in it. */
export function group(
  name: string,
  ...parts: ReadonlyArray<MaybeElement | readonly MaybeElement[]>
): MaybeElement {
  const children = parts.flat().filter((part) => part !== null)
  return children.length > 0 ? { name: `cac:${name}`, attributes: {}, text: '', children } : null
}

/** All elements at the end of a path such as `cac:Price/cbc:PriceAmount`. */
export function findAll(from: XmlElement, path: string): XmlElement[] {
  let found = [from]
  for (const step of path.split('/'))
    found = found.flatMap(({ children }) => children.filter(({ name }) => name === step))
  return found
}

/** The text at the end of a path; null when there is none. */
export function textAt(from: XmlElement, path: string): string | null {
  return findAll(from, path)[0]?.text ?? null
}
