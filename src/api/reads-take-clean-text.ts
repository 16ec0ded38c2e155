import { isNonNullType } from 'graphql'
import type { MiddlewareFn } from 'type-graphql'
import { DomainError } from '../platform/errors.ts'
import { forbiddenCharacterProblems } from '../platform/validate.ts'
import type { ApiCtx } from './api-ctx.ts'

/**
 * Keeps text that PostgreSQL cannot hold (NUL, lone surrogates) away from every query. No id has such characters, so a
 * field that finds one thing answers null, as for any unknown id; a list refuses with INVALID_CHARACTERS.
 */
export const readsTakeCleanText: MiddlewareFn<ApiCtx> = async ({ info, args }, next): Promise<unknown> => {
  if (info.parentType.name === 'Mutation') return next()
  const [fault, ...more] = forbiddenCharacterProblems(args)
  if (!fault) return next()
  if (isNonNullType(info.returnType)) throw new DomainError([fault, ...more])
  return null
}
