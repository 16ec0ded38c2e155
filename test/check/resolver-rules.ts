import ts from 'typescript'
import type { Finding } from './finding.ts'
import type { SourceTree } from './source-tree.ts'
import { codeFiles } from './source-tree.ts'
import { lineOf, walk } from './syntax.ts'

const queryWords = new Set(['em', 'kysely', 'getKysely', 'getKnex', 'createQueryBuilder'])

/** A resolver method is one line that calls a verb: one statement, no `if`, no query. */
export const resolverMethodsAreOneLine = (tree: SourceTree): Finding[] =>
  codeFiles(tree, ['src'])
    .filter((path) => path.endsWith('.resolver.ts'))
    .flatMap((path) => methodsOf(tree.parse(path)).flatMap((method) => methodFindings(path, method)))

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
  let query: ts.Node | undefined
  walk(body, (inner) => {
    if (ts.isStatement(inner) && !ts.isBlock(inner)) statements += 1
    if (ts.isIfStatement(inner) || ts.isSwitchStatement(inner)) decides = true
    if (ts.isIdentifier(inner) && queryWords.has(inner.text)) query ??= inner
  })
  const finding = (rule: string, sentence: string, at = node): Finding[] => [
    { path, line: lineOf(at), rule, sentence },
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
    ...(query === undefined
      ? []
      : finding(
          'resolver-no-query',
          `${name} touches the database; move the query into a verb file.`,
          query,
        )),
  ]
}
