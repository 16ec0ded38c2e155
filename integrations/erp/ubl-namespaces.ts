const schemas = 'urn:oasis:names:specification:ubl:schema:xsd'

/** UBL 2.1's namespaces of shared elements, by the prefix that they usually bear. */
export const SHARED_NAMESPACES = {
  cac: `${schemas}:CommonAggregateComponents-2`,
  cbc: `${schemas}:CommonBasicComponents-2`,
} as const

/** The namespace of a document such as `Order`. */
export function documentNamespace(name: string): string {
  return `${schemas}:${name}-2`
}
