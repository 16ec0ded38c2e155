import type { Keys } from '../access/ctx.ts'
import { keyedHash, sameSecret } from '../platform/secrets.ts'

const proofLength = 32

const proofOf = ({ signing }: Pick<Keys, 'signing'>, sellerId: string) =>
  keyedHash(signing, 'request-inspector', sellerId).slice(0, proofLength)

/** The last part of a seller's address at the request inspector: the same after every start, and not to be guessed. */
export function inspectorNameOf(keys: Pick<Keys, 'signing'>, sellerId: string): string {
  return `${sellerId}-${proofOf(keys, sellerId)}`
}

/** Whose name this is; null when it was not made here. */
export function sellerOfInspectorName(keys: Pick<Keys, 'signing'>, name: string): string | null {
  const at = name.lastIndexOf('-')
  if (at < 1) return null
  const sellerId = name.slice(0, at)
  return sameSecret(name.slice(at + 1), proofOf(keys, sellerId)) ? sellerId : null
}
