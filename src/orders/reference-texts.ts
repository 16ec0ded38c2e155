import { refuse } from '../platform/errors.ts'

/** Longest texts that the columns hold. */
const longest = { purchaseOrderNumber: 80, costCenter: 80, externalReference: 120, notes: 2000 } as const

/** A reference as it is stored: trimmed, empty is null. Refuses TEXT_TOO_LONG. */
export function optionalReference(
  text: string | null | undefined,
  field: keyof typeof longest,
): string | null {
  const trimmed = text?.trim() || null
  if (trimmed === null || [...trimmed].length <= longest[field]) return trimmed
  throw refuse('TEXT_TOO_LONG', `Use at most ${longest[field]} characters.`, [field])
}
