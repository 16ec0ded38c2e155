import { refuse } from '../platform/errors.ts'

/** Refuses (VERSION_CONFLICT) when the caller has not seen the latest version; does nothing when none was given. */
export function requireVersion(
  subject: { version: number },
  expectedVersion: number | null | undefined,
): void {
  if (expectedVersion === null || expectedVersion === undefined) return
  if (expectedVersion === subject.version) return
  throw refuse(
    'VERSION_CONFLICT',
    `It has changed since you read it (version ${expectedVersion}, now ${subject.version}). Read it again.`,
    { path: ['expectedVersion'], details: { currentVersion: subject.version } },
  )
}
