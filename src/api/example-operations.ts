import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { Kind, parse } from 'graphql'
import { projectRoot } from '../platform/project-root.ts'

/** A saved operation as a tab of GraphiQL. */
export interface ExampleOperation {
  name: string
  /** With the comment that stands above it. */
  query: string
  /** JSON; `{{ord.id}}` stands for the id of the order that an answer showed last. Empty: none. */
  variables: string
}

const folder = path.join(projectRoot, 'src', 'api', 'pages')

/** The saved operations, in the order in which an order runs. */
export async function readExampleOperations(): Promise<ExampleOperation[]> {
  const text = await readFile(path.join(folder, 'example-operations.graphql'), 'utf8')
  const values = JSON.parse(await readFile(path.join(folder, 'example-variables.json'), 'utf8')) as Record<
    string,
    unknown
  >
  let start = 0
  return parse(text).definitions.map((definition) => {
    const end = definition.loc?.end ?? text.length
    const query = `${text.slice(start, end).trim()}\n`
    start = end
    const name = definition.kind === Kind.OPERATION_DEFINITION ? (definition.name?.value ?? '') : ''
    const variables = values[name] === undefined ? '' : JSON.stringify(values[name], null, 2)
    return { name, query, variables }
  })
}
