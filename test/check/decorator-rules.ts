import ts from 'typescript'
import type { Finding } from './finding.ts'
import type { SourceTree } from './source-tree.ts'
import { codeFiles } from './source-tree.ts'
import { calleeName, lineOf, walk } from './syntax.ts'

type Statement = (args: readonly ts.Expression[]) => boolean

const thunkAt =
  (position: number): Statement =>
  (args) => {
    const argument = args[position]
    return argument !== undefined && ts.isArrowFunction(argument)
  }

// An object that is not written in place (a shared constant, a spread) is taken at its word.
const optionsName =
  (...names: string[]): Statement =>
  (args) =>
    args.some((argument) => {
      if (!ts.isObjectLiteralExpression(argument)) return ts.isIdentifier(argument)
      return argument.properties.some(
        (property) =>
          ts.isSpreadAssignment(property) || names.includes(property.name.getText(property.getSourceFile())),
      )
    })

const either =
  (...statements: Statement[]): Statement =>
  (args) =>
    statements.some((statement) => statement(args))

const column = optionsName('type', 'entity', 'columnType')
const relation = either(thunkAt(0), optionsName('entity'))

const decorators = new Map<string, [hint: string, states: Statement]>([
  ['Field', ['@Field(() => String)', thunkAt(0)]],
  ['FieldResolver', ['@FieldResolver(() => String)', thunkAt(0)]],
  ['Query', ['@Query(() => Order)', thunkAt(0)]],
  ['Mutation', ['@Mutation(() => OrderPayload)', thunkAt(0)]],
  ['Subscription', ['@Subscription(() => Order, { … })', thunkAt(0)]],
  ['Arg', ["@Arg('input', () => OrderStartInput)", thunkAt(1)]],
  ['Args', ['@Args(() => OrdersArgs)', thunkAt(0)]],
  ['Property', ["@Property({ type: 'text' })", column]],
  ['PrimaryKey', ["@PrimaryKey({ type: 'uuid' })", column]],
  ['Enum', ['@Enum({ items: () => … })', either(thunkAt(0), optionsName('items', 'type'))]],
  ['ManyToOne', ['@ManyToOne(() => Order)', relation]],
  ['OneToOne', ['@OneToOne(() => Order)', relation]],
  ['OneToMany', ['@OneToMany(() => OrderLine, (line) => line.order)', relation]],
  ['ManyToMany', ['@ManyToMany(() => Order)', relation]],
  ['Embedded', ['@Embedded(() => Address)', relation]],
])

/** No metadata is emitted, so a decorator without an explicit type falls over at start; it states its type. */
export const decoratorsStateTheirType = (tree: SourceTree): Finding[] =>
  codeFiles(tree, ['src'])
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const findings: Finding[] = []
      walk(tree.parse(path), (node) => {
        if (ts.isDecorator(node)) findings.push(...decoratorFindings(path, node))
      })
      return findings
    })

const decoratorFindings = (path: string, { expression }: ts.Decorator): Finding[] => {
  const called = ts.isCallExpression(expression) ? expression : undefined
  const name = calleeName(called?.expression ?? expression)
  const known = decorators.get(name)
  if (known === undefined) return []
  const [hint, states] = known
  if (states(called?.arguments ?? [])) return []
  const sentence = `@${name} states no type: write ${hint}.`
  return [{ path, line: lineOf(expression), rule: 'decorator-type', sentence }]
}
