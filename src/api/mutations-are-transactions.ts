import { GraphQLError, OperationTypeNode, type GraphQLResolveInfo } from 'graphql'
import type { MiddlewareFn } from 'type-graphql'
import type { Actor } from '../access/actor.ts'
import { DomainError } from '../platform/errors.ts'
import { transact } from '../platform/transact.ts'
import { toUserError } from '../platform/user-error.view.ts'
import { forbiddenCharacterProblems } from '../platform/validate.ts'
import { become, endReading, openReading, type ApiCtx } from './api-ctx.ts'
import { awaitOrderNumber } from './await-order-number.ts'
import { mayRead } from './reading-fields.ts'

interface Outcome {
  becomes?: Actor
  order?: unknown
  [noun: string]: unknown
}

async function answer(ctx: ApiCtx, outcome: Outcome): Promise<Outcome> {
  become(ctx, outcome.becomes ?? ctx.actor)
  const settled = await awaitOrderNumber(ctx, outcome)
  return { userErrors: [], ...settled }
}

/** Root fields of a query always read; of an answer to a mutation only the fields that ask the database for more. */
function mustRead(info: GraphQLResolveInfo): boolean {
  if (info.operation.operation === OperationTypeNode.MUTATION) return mayRead(info)
  return info.parentType.name === 'Query'
}

/** Whether a field does many things, each in a transaction that it begins by itself. */
function bringsTransactions(info: GraphQLResolveInfo): boolean {
  return info.parentType.getFields()[info.fieldName]?.extensions['ownTransactions'] === true
}

/** Runs a field in the transaction that is its own. */
function inTransaction(context: ApiCtx, next: () => Promise<unknown>): Promise<Outcome> {
  return transact(context, async (unit) => {
    // The field's resolver sees the transaction's unit of work through the shared context.
    context.em = unit.em
    context.recorded = unit.recorded
    return (await next()) as Outcome
  })
}

/**
 * The one place where an API transaction begins: around each root mutation field, which GraphQL runs one after
 * another; a field that decides many things begins one for each. A refusal rolls back and becomes the payload's `userErrors`; the rest of the answer is read after commit, in
 * a transaction that the first field opens that has to read at all.
 */
export const mutationsAreTransactions: MiddlewareFn<ApiCtx> = async ({ info, context, args }, next) => {
  if (info.parentType.name !== 'Mutation') {
    if (mustRead(info)) await openReading(context)
    return next() as Promise<unknown>
  }
  await endReading(context)
  try {
    const [fault, ...more] = forbiddenCharacterProblems(args['input'] ?? {})
    if (fault) throw new DomainError([fault, ...more])
    const outcome = bringsTransactions(info)
      ? ((await next()) as Outcome)
      : await inTransaction(context, next)
    return await answer(context, outcome)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'UNAUTHENTICATED')
      throw new GraphQLError(error.problems[0]?.message ?? '', { extensions: { code: error.code } })
    return { userErrors: error.problems.map(toUserError) }
  } finally {
    if (!context.reading) become(context, context.actor)
  }
}
