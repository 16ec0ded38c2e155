import { refuse } from '../platform/errors.ts'

const longest = 2000

/** What a person said, trimmed; null when nothing. Refuses TEXT_TOO_LONG. */
export function reasonText(text: string | null | undefined): string | null {
  const trimmed = text?.trim() || null
  if (trimmed === null || trimmed.length <= longest) return trimmed
  throw refuse('TEXT_TOO_LONG', `Use at most ${longest} characters.`, ['reason'])
}

/** As {@link reasonText}, where something must be said. Refuses REASON_REQUIRED. */
export function requiredReason(text: string | null | undefined): string {
  const reason = reasonText(text)
  if (reason) return reason
  throw refuse('REASON_REQUIRED', 'Say why; it is kept with the order.', ['reason'])
}
