import type { FieldDefinitionNode, InputValueDefinitionNode } from 'graphql'
import { Kind, parse } from 'graphql'
import type { Finding } from './finding.ts'
import type { SourceTree } from './source-tree.ts'

const path = 'schema/schema.graphql'

/** Every field, operation and input field of the public schema is described for an integrator. */
export const everyFieldIsDescribed = (tree: SourceTree): Finding[] => {
  if (!tree.has(path)) return []
  return parse(tree.text(path)).definitions.flatMap((definition) => {
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.OBJECT_TYPE_EXTENSION:
      case Kind.INTERFACE_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return undescribed(definition.name.value, definition.fields ?? [])
      default:
        return []
    }
  })
}

const undescribed = (
  type: string,
  fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[],
): Finding[] =>
  fields
    .filter((field) => (field.description?.value.trim() ?? '') === '')
    .map((field) => ({
      path,
      line: field.loc?.startToken.line ?? 1,
      rule: 'field-description',
      sentence: `${type}.${field.name.value} has no description: add one in its decorator, for the integrator who reads it.`,
    }))
