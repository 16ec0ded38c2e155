/** One thing that is wrong, as a caller sees it. */
export interface Problem {
  /** Stable, SCREAMING_SNAKE. Clients switch on it. */
  code: string
  /** A sentence that says what to do. Written for a developer; may change. */
  message: string
  /** Where in the input, e.g. `['items', '0', 'quantity']`. Empty when the whole request is meant. */
  path: string[]
  /** Facts that typed errors expose, e.g. `{ currentVersion: 4 }`. */
  details?: Record<string, unknown>
}

/** An expected refusal. The door rolls the transaction back and answers with its problems as `userErrors`. */
export class DomainError extends Error {
  readonly problems: Problem[]

  constructor(problems: [Problem, ...Problem[]]) {
    super(problems.map((problem) => `${problem.code}: ${problem.message}`).join('; '))
    this.name = 'DomainError'
    this.problems = problems
  }

  get code(): string {
    return this.problems[0]?.code ?? 'INTERNAL_SERVER_ERROR'
  }
}

/** A refusal with one problem: `throw refuse('QUANTITY_TOO_LOW', 'Order at least 5.', ['items', '0', 'quantity'])`. */
export function refuse(
  code: string,
  message: string,
  where: string[] | { path?: string[]; details?: Record<string, unknown> } = [],
): DomainError {
  const { path = [], details } = Array.isArray(where) ? { path: where, details: undefined } : where
  return new DomainError([details ? { code, message, path, details } : { code, message, path }])
}

/** Refuses with all problems at once, so that a form can mark every field; does nothing when there are none. */
export function refuseAll(problems: Problem[]): void {
  const [first, ...rest] = problems
  if (first) throw new DomainError([first, ...rest])
}

/** The one answer for a missing and a foreign id, so that nobody can tell them apart. */
export function notFound(what: string, path: string[] = []): DomainError {
  return refuse('NOT_FOUND', `There is no such ${what}, or you may not see it. Check the id.`, path)
}
