import type { Problem } from '../platform/errors.ts'

const unknownName = /^ERP_(CUSTOMER|ITEM|UNIT|TAX)_UNKNOWN$/

/** Problems of an ERP as people read them: each says what to do, and how to go on. */
export function refusalProblems(problems: readonly Problem[]): Problem[] {
  return problems.map(({ code, message, path }) => {
    const [, kind] = unknownName.exec(code) ?? []
    const how = kind
      ? ` Set it with erpCrosswalkSet (kind ${kind}), or give it this name there; then erpPushRetry.`
      : ' Then erpPushRetry.'
    return { code, message: message + how, path }
  })
}

/** Every worker that took it up died or failed over it. */
export const lostProblem: Problem = {
  code: 'ERP_WORKER_LOST',
  message: 'Whoever pushed it never came back: look at the log of the workers, then erpPushRetry.',
  path: [],
}

/** An ERP that did not answer, or said nothing that tells what happened. */
export function unreachableProblem(message: string, isLast: boolean): Problem {
  const how = isLast
    ? ' It was tried for two days: find out why with erpConnectionTest, then erpPushRetry.'
    : ' It is tried again by itself.'
  return { code: 'ERP_UNREACHABLE', message: message.replace(/[^.!?]$/, '$&.') + how, path: [] }
}
