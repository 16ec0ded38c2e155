import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { GraphQLError, Kind, type ValidationContext, type ValidationRule } from 'graphql'
import { costRule } from './cost-rule.ts'

/** Bounds of one request. A token count comes first: it is checked before anything is validated. */
export const limits = {
  bodyBytes: 100_000,
  tokens: 2_000,
  depth: 12,
  aliases: 50,
  rootFields: 20,
  recursiveSelections: 2_000,
  /** Objects that an answer may hold: a full page of orders with their lines, approvals and products fits. */
  cost: 10_000,
} as const

const exceeded = (limit: keyof typeof limits | 'once', what: string) =>
  new GraphQLError(`${what} Send smaller requests.`, { extensions: { code: 'LIMIT_EXCEEDED', limit } })

/** At most twenty root fields, and one sign-in or submit per request: they are counted, not batched. */
const rootFieldsRule: ValidationRule = (context: ValidationContext) => ({
  OperationDefinition(node) {
    const names = node.selectionSet.selections.flatMap((field) =>
      field.kind === Kind.FIELD ? [field.name.value] : [],
    )
    if (node.selectionSet.selections.length > limits.rootFields)
      context.reportError(
        exceeded('rootFields', `An operation has at most ${limits.rootFields} root fields.`),
      )
    for (const single of ['signIn', 'orderSubmit'])
      if (names.filter((name) => name === single).length > 1)
        context.reportError(exceeded('once', `An operation calls ${single} at most once.`))
  },
})

// Thrown, the packages' own errors would end validation as faults of ours; reported, they are the client's to correct.
const report = (limit: 'depth' | 'aliases', what: string) => ({
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null) => context?.reportError(exceeded(limit, what))],
})

/** Validation rules that every operation passes, over HTTP, WebSocket and SSE. */
export const limitRules: ValidationRule[] = [
  rootFieldsRule,
  maxDepthRule({
    n: limits.depth,
    ignoreIntrospection: true,
    ...report('depth', `An operation is at most ${limits.depth} levels deep.`),
  }),
  maxAliasesRule({
    n: limits.aliases,
    allowList: [],
    ...report('aliases', `An operation has at most ${limits.aliases} aliases.`),
  }),
  costRule(limits.cost),
]
