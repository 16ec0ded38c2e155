import type { GraphQLResolveInfo } from 'graphql'
import { getMetadataStorage } from 'type-graphql'

let reading: ReadonlySet<string> | null = null

/** Every field (`Order.stages`) whose resolver takes the context: only these can ask the database for more. */
function findReadingFields(): ReadonlySet<string> {
  const { fieldResolvers, objectTypes, params } = getMetadataStorage()
  const nameOf = new Map<unknown, string>(objectTypes.map(({ target, name }) => [target, name]))
  const takesContext = (target: unknown, method: string) =>
    params.some((one) => one.kind === 'context' && one.target === target && one.methodName === method)
  return new Set(
    fieldResolvers
      .filter(({ target, methodName }) => takesContext(target, methodName))
      .map(({ getObjectType, schemaName }) => `${nameOf.get(getObjectType?.())}.${schemaName}`),
  )
}

/** True when resolving this field may read the database; false for what its parent already holds. */
export function mayRead({ parentType, fieldName }: GraphQLResolveInfo): boolean {
  reading ??= findReadingFields()
  return reading.has(`${parentType.name}.${fieldName}`)
}
