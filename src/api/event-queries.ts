import {
  execute,
  GraphQLError,
  Kind,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql'
import type { Ctx } from '../access/ctx.ts'
import type { EventAnswer, EventQueries, EventQuestion } from '../webhooks/event-query-port.ts'
import { beginReading, closeReading } from './api-ctx.ts'
import { costRule } from './cost-rule.ts'
import { formatError } from './format-error.ts'
import { limitRules, limits } from './limits.ts'
import { contextFor, type ApiParts } from './request-context.ts'

/** Objects that the answer to a stored query may hold: it is asked for each event. */
const mostObjects = 500
const variables = ['eventId', 'subjectId']
const mostShown = 3
/** Faults that pass: the event is told later, and whole. */
const passing = new Set(['BUSY', 'DEADLINE_EXCEEDED', 'SERVICE_UNAVAILABLE'])

const rules = [...specifiedRules, NoSchemaIntrospectionCustomRule, ...limitRules, costRule(mostObjects)]

/** What is particular to stored queries: one read, asked with the ids of an event. */
function shapeProblems({ definitions }: DocumentNode): string[] {
  const operations = definitions.filter((one) => one.kind === Kind.OPERATION_DEFINITION)
  const [operation] = operations
  if (operations.length !== 1 || operation?.operation !== OperationTypeNode.QUERY)
    return ['Store exactly one query operation.']
  const unknown = (operation.variableDefinitions ?? [])
    .map(({ variable }) => variable.name.value)
    .filter((name) => !variables.includes(name))
  return unknown.map((name) => `There is no $${name}: a stored query is given $eventId and $subjectId.`)
}

function problemsOf(schema: GraphQLSchema, query: string): string[] {
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: limits.tokens, noLocation: false })
  } catch (error) {
    return [error instanceof GraphQLError ? error.message : 'The query cannot be read.']
  }
  const shape = shapeProblems(document)
  return shape.length > 0
    ? shape
    : validate(schema, document, rules)
        .slice(0, mostShown)
        .map(({ message }) => message)
}

function told({ message, path, extensions }: GraphQLFormattedError): EventAnswer['errors'][number] {
  const code = extensions?.['code']
  return { code: typeof code === 'string' ? code : 'INTERNAL', message, path: path ?? [] }
}

async function run(
  contextValue: Ctx,
  schema: GraphQLSchema,
  { query, variables: variableValues }: { query: string; variables: Record<string, string> },
): Promise<EventAnswer> {
  const { data, errors = [] } = await execute({
    schema,
    document: parse(query),
    contextValue,
    variableValues,
  })
  const formatted = errors.map((error) => told(formatError(contextValue.log, error.toJSON(), error)))
  const fault = formatted.find(({ code }) => passing.has(code))
  if (fault) throw new Error(`A stored query was not answered: ${fault.code}. It is asked again.`)
  // Executed data has objects of its own kind, and scalars as they are: it is told as JSON.
  const plain = data ? (JSON.parse(JSON.stringify(data)) as Record<string, unknown>) : null
  return { data: plain, errors: formatted }
}

function invalid(schema: GraphQLSchema, query: string): EventAnswer | null {
  const [message] = problemsOf(schema, query)
  return message ? { data: null, errors: [{ code: 'QUERY_INVALID', message, path: [] }] } : null
}

async function answer(parts: ApiParts, schema: GraphQLSchema, question: EventQuestion): Promise<EventAnswer> {
  const { query, actor } = question
  const refused = invalid(schema, query)
  if (refused) return refused
  const caller = { actor, again: () => Promise.resolve(actor) }
  const contextValue = contextFor(parts, caller, { ip: null, userAgent: null })
  try {
    await beginReading(contextValue)
    return await run(contextValue, schema, question)
  } finally {
    await closeReading(contextValue)
  }
}

/** Stored queries of webhook endpoints, judged and answered by the API's own schema, walls and limits. */
export function eventQueries(parts: ApiParts, schema: GraphQLSchema): EventQueries {
  return {
    problems: (query) => problemsOf(schema, query),
    answer: (question) => answer(parts, schema, question),
  }
}

/** The same as requests need them: answered as the caller, inside of the transaction that the request reads in. */
export function storedQueries(schema: GraphQLSchema): NonNullable<ApiParts['storedQueries']> {
  return {
    queryProblems: (query) => problemsOf(schema, query),
    // Without it inside: a query that asks for its own preview would never end.
    answerQuery: async ({ answerQuery: _itself, ...ctx }, query, variables) =>
      invalid(schema, query) ?? run(ctx, schema, { query, variables }),
  }
}
