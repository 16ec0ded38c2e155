import type { Keys } from '../access/ctx.ts'
import { publishedKeyOf, signingKeyOf, type PublishedKey } from '../platform/signing-key.ts'

/** The public keys of this installation, the present one first, then those that signed before it. */
export function publishedKeys(keys: Pick<Keys, 'signing' | 'retired'>): PublishedKey[] {
  const pems = [signingKeyOf(keys.signing).publicKey, ...(keys.retired ?? [])]
  const all = pems.map(publishedKeyOf)
  return all.filter((key, index) => all.findIndex(({ kid }) => kid === key.kid) === index)
}
