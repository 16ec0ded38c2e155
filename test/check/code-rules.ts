import ts from 'typescript'
import type { Finding } from './finding.ts'
import type { SourceTree } from './source-tree.ts'
import { codeFiles } from './source-tree.ts'
import { lineOf, walk } from './syntax.ts'

/** A file that only re-exports is a barrel, and barrels make cycles; nor is there any `index.ts`. */
export const noBarrels = (tree: SourceTree): Finding[] =>
  codeFiles(tree).flatMap((path) => {
    const finding = { path, line: 1, rule: 'no-barrel' }
    if (/(^|\/)index\.(ts|tsx)$/.test(path))
      return [{ ...finding, sentence: 'No index file: name the file after what it exports.' }]
    const statements = tree.parse(path).statements.filter((statement) => !ts.isImportDeclaration(statement))
    const isBarrel =
      statements.length > 0 && statements.every((statement) => ts.isExportDeclaration(statement))
    return isBarrel
      ? [{ ...finding, sentence: 'This file only re-exports: import from the files themselves.' }]
      : []
  })

const chance = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues'])

// The platform makes time and chance; the launcher runs before anything is installed, and pages run in a browser.
const hasNoCtx = /^src\/(platform\/|api\/pages\/|boot(-[a-z]+)?\.js$)/

/** Time, ids and randomness come from ctx; only src/platform reads the clock and the dice. */
export const noClockOrChance = (tree: SourceTree): Finding[] =>
  codeFiles(tree, ['src', 'jobs'])
    .filter((path) => !hasNoCtx.test(path))
    .flatMap((path) => {
      const findings: Finding[] = []
      walk(tree.parse(path), (node) => {
        const word = clockOrChance(node)
        if (word === undefined) return
        const sentence = `${word} is forbidden here: time, ids and randomness come from ctx (src/platform makes them).`
        findings.push({ path, line: lineOf(node), rule: 'no-clock-or-chance', sentence })
      })
      return findings
    })

const clockOrChance = (node: ts.Node): string | undefined => {
  if (ts.isNewExpression(node)) return readsClock(node) ? 'new Date()' : undefined
  if (ts.isCallExpression(node)) return isDate(node.expression) ? 'Date()' : undefined
  if (ts.isIdentifier(node)) return chance.has(node.text) ? node.text : undefined
  if (!ts.isPropertyAccessExpression(node)) return undefined
  const word = `${node.expression.getText()}.${node.name.text}`
  return word === 'Date.now' || word === 'Math.random' ? word : undefined
}

const isDate = (expression: ts.Expression): boolean =>
  ts.isIdentifier(expression) && expression.text === 'Date'

const readsClock = ({ expression, arguments: given }: ts.NewExpression): boolean =>
  isDate(expression) && (given ?? []).length === 0
