import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { refuse } from './errors.ts'

const derive = promisify(argon2)

/** OWASP Password Storage: Argon2id with 19 MiB, 2 passes, 1 lane. */
const parameters = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const
const atOnce = 3
const queueLimit = 20

let running = 0
const waiting: Array<() => void> = []

/** Bounds memory and CPU: three hashes at once, twenty waiting, more are refused. */
async function slot<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnce) {
    if (waiting.length >= queueLimit)
      throw refuse('TOO_MANY_SIGN_INS', 'Too many sign-ins at once. Try again in a few seconds.')
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  running += 1
  try {
    return await work()
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

interface Salted {
  nonce: Buffer
  passes: number
  memory: number
}

function tag(password: string, salted: Salted): Promise<Buffer> {
  const options = { ...parameters, ...salted, message: Buffer.from(password.normalize('NFKC')) }
  return slot(async () => Buffer.from(await derive('argon2id', options)))
}

/** A PHC string: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const hash = await tag(password, { ...parameters, nonce })
  const encode = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$argon2id$v=19$m=${parameters.memory},t=${parameters.passes},p=1$${encode(nonce)}$${encode(hash)}`
}

const phc = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
const nobody = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** Verifies a password; with no stored hash it does the same work and says no, so that time tells nothing. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, memory, passes, salt = '', hash = ''] = phc.exec(stored ?? nobody) ?? phc.exec(nobody) ?? []
  const expected = Buffer.from(hash, 'base64')
  const nonce = Buffer.from(salt, 'base64')
  const actual = await tag(password, { nonce, passes: Number(passes), memory: Number(memory) })
  return stored !== null && actual.length === expected.length && timingSafeEqual(actual, expected)
}

/** Why a new password is not acceptable; null when it is. */
export function passwordProblem(password: string): string | null {
  if (password.length < 12) return 'Use at least 12 characters.'
  if (password.length > 256) return 'Use at most 256 characters.'
  return null
}
