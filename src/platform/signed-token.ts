import type { z } from 'zod'
import { signingKeyOf } from './signing-key.ts'

const longestToken = 1000

/** What a kind of token says, and its purpose: bound into the signature, so that no token passes for another kind. */
export interface TokenKind<T> {
  purpose: string
  schema: z.ZodType<T>
}

const signed = (purpose: string, payload: string) => `${purpose}\n${payload}`

/** A token: its content, readable, and an Ed25519 signature over it. Equal content makes equal tokens. */
export function writeSignedToken<T>({ purpose, schema }: TokenKind<T>, content: T, seed: Buffer): string {
  const payload = Buffer.from(JSON.stringify(schema.parse(content))).toString('base64url')
  const signature = Buffer.from(signingKeyOf(seed).sign(signed(purpose, payload)), 'base64').toString(
    'base64url',
  )
  return `${payload}.${signature}`
}

/** Reads a token that this installation has signed; null for any other text. Expiry is the caller's to judge. */
export function readSignedToken<T>({ purpose, schema }: TokenKind<T>, token: string, seed: Buffer): T | null {
  if (token.length > longestToken) return null
  const [payload = '', signature = '', ...more] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  // Base64 has several spellings of the same bytes; one of them is the token.
  if (more.length > 0 || bytes.toString('base64url') !== signature) return null
  if (!signingKeyOf(seed).verify(signed(purpose, payload), bytes.toString('base64'))) return null
  return schema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
}
