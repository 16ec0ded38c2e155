import { Kind, type OperationDefinitionNode } from 'graphql'

/** The first root field of an operation, whatever its alias: the schema bounds how many there are. */
export function firstFieldOf(operation: OperationDefinitionNode): string {
  const [first] = operation.selectionSet.selections
  return first?.kind === Kind.FIELD ? first.name.value : 'fragment'
}
