import type { z } from 'zod'
import { DomainError, type Problem } from './errors.ts'

/** Reads untrusted input by a zod schema; every fault becomes a problem with its path. */
export function validate<T>(schema: z.ZodType<T>, input: unknown, at: string[] = []): T {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue): Problem => ({
    code: 'INVALID_INPUT',
    message: issue.message,
    path: [...at, ...issue.path.map(String)],
  }))
  throw new DomainError(problems as [Problem, ...Problem[]])
}

/** True when the text holds what PostgreSQL cannot store or JSON cannot carry: NUL or a lone surrogate. */
export function hasForbiddenCharacters(text: string): boolean {
  return text.includes('\u0000') || !text.isWellFormed()
}

/** Finds every string in an input that cannot be stored, with its path. */
export function forbiddenCharacterProblems(input: unknown, path: string[] = []): Problem[] {
  if (typeof input === 'string') {
    if (!hasForbiddenCharacters(input)) return []
    const message = 'Remove NUL characters and unpaired surrogates: text must be valid UTF-8.'
    return [{ code: 'INVALID_CHARACTERS', message, path }]
  }
  if (typeof input !== 'object' || input === null || input instanceof Date) return []
  return Object.entries(input).flatMap(([key, value]) =>
    hasForbiddenCharacters(key)
      ? [{ code: 'INVALID_CHARACTERS', message: 'Remove NUL characters from the keys.', path }]
      : forbiddenCharacterProblems(value, [...path, key]),
  )
}
