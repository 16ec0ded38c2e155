import { GraphQLError, subscribe, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { DomainError } from '../platform/errors.ts'
import { forbiddenCharacterProblems } from '../platform/validate.ts'
import { endReading, type ApiCtx } from './api-ctx.ts'
import { formatError } from './format-error.ts'

type Live = AsyncIterableIterator<ExecutionResult, void, void>

/** What a client of a stream sees of an error: the same as over HTTP, masked and with the request's id. */
function toldError(ctx: ApiCtx, error: unknown): GraphQLError {
  const known = error instanceof GraphQLError ? error : null
  const thrown = known?.originalError ?? error
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  const { path, extensions, ...told } = formatError(ctx.log, known?.toJSON() ?? { message }, thrown)
  return new GraphQLError(told.message, {
    ...(path ? { path } : {}),
    extensions: { ...extensions, requestId: ctx.correlationId },
  })
}

function toldResult(ctx: ApiCtx, result: ExecutionResult): ExecutionResult {
  return result.errors ? { ...result, errors: result.errors.map((error) => toldError(ctx, error)) } : result
}

/**
 * Runs a live operation so that no fault reaches a client unmasked. An error that ends the stream becomes its last
 * result, which every transport can carry. `return` goes straight to the source: a client that leaves ends it.
 */
export async function subscribeTold(args: ExecutionArgs): Promise<Live | ExecutionResult> {
  // The transports pass the context that `contextFor` made.
  const ctx = args.contextValue as ApiCtx
  const [fault] = forbiddenCharacterProblems(args.variableValues)
  if (fault) return { errors: [toldError(ctx, new DomainError([fault]))] }
  const source = await subscribe(args)
  if (!(Symbol.asyncIterator in source)) return toldResult(ctx, source)
  let isOver = false
  const live: Live = {
    async next() {
      if (isOver) return { done: true, value: undefined }
      try {
        const step = await source.next()
        return step.done ? step : { done: false, value: toldResult(ctx, step.value) }
      } catch (error) {
        isOver = true
        return { done: false, value: { errors: [toldError(ctx, error)] } }
      } finally {
        // Its answer is complete; sending it may take as long as its client likes.
        await endReading(ctx)
      }
    },
    async return() {
      isOver = true
      await source.return()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => live,
  }
  return live
}
