import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases'
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth'
import { GraphQLError, Kind, type ValidationContext, type ValidationRule } from 'graphql'

/** Bounds of one request. A token count comes first: it is checked before anything is validated. */
export const limits = {
  bodyBytes: 100_000,
  tokens: 2_000,
  depth: 12,
  aliases: 50,
  rootFields: 20,
  recursiveSelections: 2_000,
} as const

const exceeded = (what: string) =>
  new GraphQLError(`${what} Send smaller requests.`, { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })

/** At most twenty root fields, and one sign-in or submit per request: they are counted, not batched. */
const rootFieldsRule: ValidationRule = (context: ValidationContext) => ({
  OperationDefinition(node) {
    const names = node.selectionSet.selections.flatMap((field) =>
      field.kind === Kind.FIELD ? [field.name.value] : [],
    )
    if (node.selectionSet.selections.length > limits.rootFields)
      context.reportError(exceeded(`An operation has at most ${limits.rootFields} root fields.`))
    for (const single of ['signIn', 'orderSubmit'])
      if (names.filter((name) => name === single).length > 1)
        context.reportError(exceeded(`An operation calls ${single} at most once.`))
  },
})

/** Validation rules that every operation passes, over HTTP, WebSocket and SSE. */
export const limitRules: ValidationRule[] = [
  rootFieldsRule,
  maxDepthRule({ n: limits.depth, ignoreIntrospection: true, propagateOnRejection: true }),
  maxAliasesRule({ n: limits.aliases, allowList: [] }),
]
