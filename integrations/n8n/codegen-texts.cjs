// A plugin of graphql-codegen: each operation as its text, with its types. n8n allows a node no dependency, and what the
// usual plugin writes needs one.
const { print, visit } = require('graphql')

/** The definition with all fragments that it uses, each once. */
function withFragments(definition, fragments, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name }) {
      const fragment = fragments.get(name.value)
      if (found.has(fragment)) return
      found.add(fragment)
      withFragments(fragment, fragments, found)
    },
  })
  return found
}

exports.plugin = (_schema, documents) => {
  const definitions = documents.flatMap(({ document }) => document.definitions)
  const fragments = new Map(
    definitions.filter(({ kind }) => kind === 'FragmentDefinition').map((one) => [one.name.value, one]),
  )
  const operations = definitions.filter(({ kind }) => kind === 'OperationDefinition')
  const written = operations.map((operation) => {
    const name = operation.name.value
    const kind = `${operation.operation[0].toUpperCase()}${operation.operation.slice(1)}`
    const text = [operation, ...withFragments(operation, fragments)].map((one) => print(one)).join('\n')
    return `export const ${name}: Operation<${name}${kind}, ${name}${kind}Variables> = { text: ${JSON.stringify(text)} };`
  })
  const type =
    '/** The text of an operation; it knows what it takes and answers. */\n' +
    'export interface Operation<Result, Variables> {\n  text: string;\n  types?: (variables: Variables) => Result;\n}\n'
  return [type, ...written].join('\n')
}
