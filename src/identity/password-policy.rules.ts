import type { Problem } from '../platform/errors.ts'

const fewestDifferent = 5
const shortestName = 4

/** A user's own words, which others try first. */
interface OwnWords {
  email: string
  firstName: string
  lastName: string
}

const problem = (code: string, message: string): Problem => ({ code, message, path: ['password'] })

/** Why a password cannot be this user's: its length, its variety, or the user's own words in it. */
export function passwordPolicyProblems(
  password: string,
  { email, firstName, lastName }: OwnWords,
): Problem[] {
  if (password.length < 12) return [problem('PASSWORD_TOO_WEAK', 'Use at least 12 characters.')]
  if (password.length > 256) return [problem('PASSWORD_TOO_WEAK', 'Use at most 256 characters.')]
  const lower = password.toLowerCase()
  const words = [email.split('@')[0] ?? '', firstName, lastName].filter((word) => word.length >= shortestName)
  return [
    ...(new Set(lower).size < fewestDifferent
      ? [problem('PASSWORD_TOO_SIMPLE', `Use at least ${fewestDifferent} different characters.`)]
      : []),
    ...(words.some((word) => lower.includes(word.toLowerCase()))
      ? [problem('PASSWORD_HAS_NAME', 'Leave the log-in name and the name of the person out of it.')]
      : []),
  ]
}
