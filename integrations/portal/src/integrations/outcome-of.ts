import type { AttemptFieldsFragment } from '../generated/operations.ts'
import { t } from '../strings.ts'

type Told = Pick<AttemptFieldsFragment, 'statusCode' | 'errorMessage' | 'errorCode' | 'durationMs'>

/** What came of an attempt, in a sentence. */
export function outcomeOf({ statusCode, errorMessage, errorCode, durationMs: ms }: Told): string {
  if (statusCode !== null) return t('attempts.answered', { status: statusCode, ms })
  return t('attempts.unanswered', { why: errorMessage ?? errorCode ?? '', ms })
}
