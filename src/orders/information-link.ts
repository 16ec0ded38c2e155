import { z } from 'zod'
import { signingKeyOf } from '../platform/signing-key.ts'

/** Bound into the signature: nothing else that the key signs can pass for a link. */
const purpose = 'countersign.information-link.v1'
const longestToken = 1000

const linkSchema = z.strictObject({
  order: z.string(),
  seller: z.string(),
  organization: z.string(),
  /** Which inquiry of the order: after the next question or answer the link is void. */
  inquiry: z.int(),
  /** Milliseconds since 1970. */
  expires: z.int(),
})

/** What a link lets its holder do: answer this one inquiry of this one order, for so long. */
export type InformationLink = z.infer<typeof linkSchema>

const signed = (payload: string) => `${purpose}\n${payload}`

/** The token of a link: its content, readable, and an Ed25519 signature over it. */
export function writeInformationLink(link: InformationLink, seed: Buffer): string {
  const payload = Buffer.from(JSON.stringify(linkSchema.parse(link))).toString('base64url')
  const signature = Buffer.from(signingKeyOf(seed).sign(signed(payload)), 'base64').toString('base64url')
  return `${payload}.${signature}`
}

/** Reads a token that this installation has signed; null for any other text. Expiry is the caller's to judge. */
export function readInformationLink(token: string, seed: Buffer): InformationLink | null {
  if (token.length > longestToken) return null
  const [payload = '', signature = '', ...more] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  // Base64 has several spellings of the same bytes; one of them is the token.
  if (more.length > 0 || bytes.toString('base64url') !== signature) return null
  if (!signingKeyOf(seed).verify(signed(payload), bytes.toString('base64'))) return null
  return linkSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
}
