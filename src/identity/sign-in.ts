import type { Ctx } from '../access/ctx.ts'
import { normalizeEmail } from '../platform/contact-formats.ts'
import { refuse } from '../platform/errors.ts'
import { verifyPassword } from '../platform/passwords.ts'
import { sha256 } from '../platform/secrets.ts'
import { toUserError, type UserError } from '../platform/user-error.view.ts'
import { openSession, type SignedIn } from './open-session.ts'

interface Candidate {
  user_id: string
  password_hash: string | null
  status: string
}

/** Failures that cost nothing: five per account, fifty per address. Then each one doubles the wait, up to 15 minutes. */
const free = { account: 5, address: 50 }

async function findUser(ctx: Ctx, email: string, password: string): Promise<string | null> {
  const candidates = await ctx.em.execute<Candidate[]>('SELECT * FROM gate.sign_in_candidates(?)', [email])
  for (const candidate of candidates) {
    const matches = await verifyPassword(password, candidate.password_hash)
    if (matches && candidate.status === 'ACTIVE') return candidate.user_id
  }
  if (candidates.length === 0) await verifyPassword(password, null)
  return null
}

async function refuseBlocked(ctx: Ctx, keys: string[]): Promise<void> {
  const [blocked] = await ctx.em.execute<Array<{ ms: string }>>(
    'SELECT gate.sign_in_blocked(ARRAY[?]::text[], ?) AS ms',
    [keys, ctx.clock.now()],
  )
  const wait = Number(blocked?.ms ?? 0)
  if (wait > 0)
    throw refuse(
      'SIGN_IN_BLOCKED',
      `Too many failed sign-ins. Try again in ${Math.ceil(wait / 1000)} seconds.`,
    )
}

/**
 * Signs a user in with e-mail and password. The token is shown once and stored as a hash.
 * Throws SIGN_IN_BLOCKED after repeated failures. INVALID_CREDENTIALS (never saying which part was wrong) is returned,
 * not thrown: a failure must count, so its transaction must commit. Counting on a second connection would let a few
 * wrong passwords at once use up the pool and wait for one another.
 */
export async function signIn(
  ctx: Ctx,
  input: { email: string; password: string },
): Promise<SignedIn | { userErrors: UserError[] }> {
  const email = normalizeEmail(input.email).toLowerCase()
  const account = `account:${sha256(email)}`
  const address = `address:${ctx.request.ip ?? 'unknown'}`
  await refuseBlocked(ctx, [account, address])
  const userId = input.password.length > 256 ? null : await findUser(ctx, email, input.password)
  if (!userId) {
    const now = ctx.clock.now()
    await ctx.em.execute('SELECT gate.sign_in_failed(?, ?, ?)', [account, free.account, now])
    await ctx.em.execute('SELECT gate.sign_in_failed(?, ?, ?)', [address, free.address, now])
    const message = 'E-mail or password is wrong. Check both.'
    return { userErrors: [toUserError({ code: 'INVALID_CREDENTIALS', message, path: [] })] }
  }
  await ctx.em.execute('SELECT gate.sign_in_succeeded(ARRAY[?]::text[])', [[account]])
  return openSession(ctx, userId)
}
