import ts from 'typescript'
import type { Finding } from './finding.ts'
import type { SourceTree } from './source-tree.ts'
import { codeFiles } from './source-tree.ts'
import { lineOf, walk } from './syntax.ts'

const queryWords = new Set(['em', 'kysely', 'getKysely', 'getKnex', 'createQueryBuilder'])

/** A resolver method is one line that calls a verb: one statement, no `if`; and no query stands in its file. */
export const resolverMethodsAreOneLine = (tree: SourceTree): Finding[] =>
  codeFiles(tree, ['src'])
    .filter((path) => path.endsWith('.resolver.ts'))
    .flatMap((path) => {
      const file = tree.parse(path)
      return [
        ...methodsOf(file).flatMap((method) => methodFindings(path, method)),
        ...queryFindings(path, file),
      ]
    })

const queryFindings = (path: string, file: ts.SourceFile): Finding[] => {
  const lines = new Set<number>()
  walk(file, (node) => {
    if (ts.isIdentifier(node) && queryWords.has(node.text)) lines.add(lineOf(node))
  })
  const sentence = 'A resolver does not touch the database; move the query into a verb file.'
  return [...lines].map((line) => ({ path, line, rule: 'resolver-no-query', sentence }))
}

interface Method {
  name: string
  node: ts.Node
  body: ts.Node
}

const methodsOf = (file: ts.SourceFile): Method[] => {
  const methods: Method[] = []
  walk(file, (node) => {
    if (!ts.isClassElement(node)) return
    const body = bodyOf(node)
    if (body === undefined) return
    const name = node.name?.getText(file) ?? 'constructor'
    methods.push({ name, node: node.name ?? node, body })
  })
  return methods
}

const bodyOf = (member: ts.ClassElement): ts.Node | undefined => {
  if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) return member.body
  if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) return undefined
  return ts.isFunctionLike(member.initializer) ? member.initializer : undefined
}

const methodFindings = (path: string, { name, node, body }: Method): Finding[] => {
  let statements = 0
  let decides = false
  walk(body, (inner) => {
    if (ts.isStatement(inner) && !ts.isBlock(inner)) statements += 1
    if (ts.isIfStatement(inner) || ts.isSwitchStatement(inner)) decides = true
  })
  const finding = (rule: string, sentence: string): Finding[] => [
    { path, line: lineOf(node), rule, sentence },
  ]
  return [
    ...(statements > 1
      ? finding(
          'resolver-one-line',
          `${name} has ${statements} statements; move the work into a verb and call it.`,
        )
      : []),
    ...(decides
      ? finding('resolver-no-if', `${name} decides; a resolver only calls, verbs and rules decide.`)
      : []),
  ]
}
