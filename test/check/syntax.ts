import ts from 'typescript'

/** Visits a node and everything below it. */
export const walk = (node: ts.Node, visit: (node: ts.Node) => void): void => {
  visit(node)
  node.forEachChild((child) => walk(child, visit))
}

/** Line of a node, counted from 1. */
export const lineOf = (node: ts.Node): number => {
  const file = node.getSourceFile()
  return file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
}

/** Name of what is called: `now` for `Date.now()`, `randomUUID` for `randomUUID()`; empty for anything else. */
export const calleeName = (expression: ts.Expression): string => {
  if (ts.isIdentifier(expression)) return expression.text
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : ''
}
