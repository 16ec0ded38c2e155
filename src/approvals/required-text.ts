import { refuse } from '../platform/errors.ts'

const longest = 4000

/** What a person said, trimmed. Refuses TEXT_EMPTY and TEXT_TOO_LONG. */
export function requiredText(text: string, field: string): string {
  const trimmed = text.trim()
  if (trimmed === '') throw refuse('TEXT_EMPTY', 'Enter at least one visible character.', [field])
  if (trimmed.length > longest) throw refuse('TEXT_TOO_LONG', `Use at most ${longest} characters.`, [field])
  return trimmed
}
