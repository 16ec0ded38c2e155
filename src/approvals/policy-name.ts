import { refuse } from '../platform/errors.ts'

/** The name as it is kept. Refuses TEXT_LENGTH. */
export function policyName(name: string): string {
  const trimmed = name.trim()
  if (trimmed.length >= 1 && trimmed.length <= 120) return trimmed
  throw refuse('TEXT_LENGTH', 'Use 1 to 120 characters.', ['name'])
}

/** The refusals for the unique constraints on names; pass them to `flushUnique`. */
export const nameTaken = {
  approval_policy_name: () =>
    refuse('NAME_TAKEN', 'You have a policy with this name. Use another one.', ['name']),
  approver_group_name: () =>
    refuse('NAME_TAKEN', 'You have a group with this name. Use another one.', ['name']),
}
