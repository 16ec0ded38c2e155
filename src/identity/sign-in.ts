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

/**
 * Failures that cost nothing: five of one account from one address, fifty from one address, a hundred of one account
 * from everywhere. Then each one doubles the wait, up to 15 minutes.
 */
const free = { pair: 5, address: 50, account: 100 }

/** An address from which the account signed in so lately waits for its own failures alone. */
const knownForDays = 90

async function findUser(ctx: Ctx, email: string, password: string): Promise<string | null> {
  const candidates = await ctx.em.execute<Candidate[]>('SELECT * FROM gate.sign_in_candidates(?)', [email])
  for (const candidate of candidates) {
    const matches = await verifyPassword(password, candidate.password_hash)
    if (matches && candidate.status === 'ACTIVE') return candidate.user_id
  }
  if (candidates.length === 0) await verifyPassword(password, null)
  return null
}

/** Under which keys failures are counted. */
interface Counted {
  /** This account from this address. */
  pair: string
  /** This address, whatever the account. */
  address: string
  /** This account, wherever from. */
  account: string
}

function countedOf(email: string, ip: string): Counted {
  const account = sha256(email)
  return { pair: `pair:${account}:${ip}`, address: `address:${ip}`, account: `account:${account}` }
}

async function waitOf(ctx: Ctx, keys: string[]): Promise<number> {
  const [blocked] = await ctx.em.execute<Array<{ ms: string }>>(
    'SELECT gate.sign_in_blocked(ARRAY[?]::text[], ?) AS ms',
    [keys, ctx.clock.now()],
  )
  return Number(blocked?.ms ?? 0)
}

async function isKnown(ctx: Ctx, email: string, ip: string): Promise<boolean> {
  const since = new Date(ctx.clock.now().getTime() - knownForDays * 86_400_000)
  const [known] = await ctx.em.execute<Array<{ yes: boolean }>>(
    'SELECT gate.signed_in_from(?, ?, ?) AS yes',
    [email, ip, since],
  )
  return known?.yes ?? false
}

/** A stranger who fails from elsewhere keeps nobody out of where the account signs in from. */
async function refuseBlocked(ctx: Ctx, from: { email: string; ip: string }): Promise<void> {
  const { pair, address, account } = countedOf(from.email, from.ip)
  const [here, everywhere] = [await waitOf(ctx, [pair, address]), await waitOf(ctx, [account])]
  const wait = here > 0 ? here : everywhere
  if (wait === 0 || (here === 0 && (await isKnown(ctx, from.email, from.ip)))) return
  const seconds = Math.ceil(wait / 1000)
  throw refuse('SIGN_IN_BLOCKED', `Too many failed sign-ins. Try again in ${seconds} seconds.`)
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
  const ip = ctx.request.ip ?? 'unknown'
  await refuseBlocked(ctx, { email, ip })
  const counted = countedOf(email, ip)
  const userId = input.password.length > 256 ? null : await findUser(ctx, email, input.password)
  if (!userId) {
    const now = ctx.clock.now()
    // Always in this order: failures at once must not wait for one another crosswise.
    for (const kind of ['account', 'pair', 'address'] as const)
      await ctx.em.execute('SELECT gate.sign_in_failed(?, ?, ?)', [counted[kind], free[kind], now])
    const message = 'E-mail or password is wrong. Check both.'
    return { userErrors: [toUserError({ code: 'INVALID_CREDENTIALS', message, path: [] })] }
  }
  await ctx.em.execute('SELECT gate.sign_in_succeeded(ARRAY[?]::text[])', [[counted.pair]])
  return openSession(ctx, userId)
}
