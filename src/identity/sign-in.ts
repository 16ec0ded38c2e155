import type { Actor } from '../access/actor.ts'
import type { Ctx } from '../access/ctx.ts'
import { refuse } from '../platform/errors.ts'
import { verifyPassword } from '../platform/passwords.ts'
import { sha256 } from '../platform/secrets.ts'
import { authenticate, sessionHours } from './authenticate.ts'

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

/**
 * Signs a user in with e-mail and password. The token is shown once and stored as a hash.
 * Refuses with INVALID_CREDENTIALS (never saying which part was wrong) or SIGN_IN_BLOCKED after repeated failures.
 */
export async function signIn(
  ctx: Ctx,
  input: { email: string; password: string },
): Promise<{ token: string; becomes: Actor }> {
  const email = input.email.trim().toLowerCase()
  const account = `account:${sha256(email)}`
  const address = `address:${ctx.request.ip ?? 'unknown'}`
  const now = ctx.clock.now()
  const [blocked] = await ctx.em.execute<Array<{ ms: string }>>('SELECT gate.sign_in_blocked(?, ?) AS ms', [
    [account, address],
    now,
  ])
  const wait = Number(blocked?.ms ?? 0)
  if (wait > 0)
    throw refuse(
      'SIGN_IN_BLOCKED',
      `Too many failed sign-ins. Try again in ${Math.ceil(wait / 1000)} seconds.`,
    )

  const userId = input.password.length > 256 ? null : await findUser(ctx, email, input.password)
  if (!userId) {
    // Outside the transaction, which the refusal rolls back: a failure must count.
    const counter = ctx.em.fork({ keepTransactionContext: false })
    await counter.execute('SELECT gate.sign_in_failed(?, ?, ?)', [account, free.account, now])
    await counter.execute('SELECT gate.sign_in_failed(?, ?, ?)', [address, free.address, now])
    throw refuse('INVALID_CREDENTIALS', 'E-mail or password is wrong. Check both.')
  }
  const token = `cst_${ctx.ids.bytes(32).toString('base64url')}`
  const expires = new Date(now.getTime() + sessionHours * 3_600_000)
  const { ip, userAgent } = ctx.request
  await ctx.em.execute('SELECT gate.sign_in_succeeded(?)', [[account]])
  await ctx.em.execute('SELECT gate.create_session(?, ?, ?, ?, ?, ?, ?)', [
    ctx.ids.next('ses'),
    userId,
    sha256(token),
    ip,
    userAgent,
    now,
    expires,
  ])
  return { token, becomes: await authenticate(ctx.em, ctx.clock, token) }
}
