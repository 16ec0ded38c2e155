import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { buildSchema, parse, specifiedRules, validate, type OperationDefinitionNode } from 'graphql'
import { expect, test } from 'vitest'
import { limitRules, limits } from '../../../src/api/limits.ts'
import { projectRoot } from '../../../src/platform/project-root.ts'

const schema = buildSchema(readFileSync(path.join(projectRoot, 'schema', 'schema.graphql'), 'utf8'))

const text = ['client', 'portal']
  .map((name) => path.join(projectRoot, 'integrations', name, 'operations'))
  .flatMap((folder) => readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8')))
  .join('\n')

const { definitions } = parse(text)
const fragments = new Map(
  definitions.flatMap((one) => (one.kind === 'FragmentDefinition' ? [[one.name.value, one] as const] : [])),
)

/** The operation as a client sends it: with the fragments that it spreads, and those that they spread. */
function sent(operation: OperationDefinitionNode) {
  const needed = new Set<string>()
  const visit = (part: string) => {
    for (const [, name = ''] of part.matchAll(/\.\.\.(\w+)/g)) {
      const fragment = fragments.get(name)
      if (!fragment || needed.has(name)) continue
      needed.add(name)
      visit(text.slice(fragment.loc?.start, fragment.loc?.end))
    }
  }
  visit(text.slice(operation.loc?.start, operation.loc?.end))
  const parts = [operation, ...[...needed].flatMap((name) => fragments.get(name) ?? [])]
  return parts.map(({ loc }) => text.slice(loc?.start, loc?.end)).join('\n')
}

const operations = definitions.filter((one) => one.kind === 'OperationDefinition')

test.each(operations.map((one) => [one.name?.value ?? '', one] as const))(
  '%s is a valid operation within the limits of the API',
  (_name, operation) => {
    const document = parse(sent(operation), { maxTokens: limits.tokens })
    const errors = validate(schema, document, [...specifiedRules, ...limitRules])
    expect(errors.map(({ message }) => message)).toEqual([])
  },
)
