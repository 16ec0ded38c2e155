import { randomBytes } from 'node:crypto'
import { decrypt, encrypt, sha256 } from './secrets.ts'

/** The master keys of an installation: one that seals, and those that it replaced, which only open. */
export interface KeyRing {
  encryption: Buffer
  /** Absent: none. */
  earlierEncryption?: readonly Buffer[]
}

// A value is encrypted with a key of its own, and that key with the master key: a new master key wraps the keys anew
// and leaves the values as they are. `v2~<id of the master key>~<wrapped key>~<value>`.
const version = 'v2'
const wrapping = 'countersign.data-key.v1'

/** Names a master key without telling it. */
export function keyIdOf(key: Buffer): string {
  return sha256(Buffer.concat([Buffer.from('countersign.key-id.v1:'), key])).slice(0, 16)
}

/** Seals a secret in an envelope of its own. `context`, such as the row's id, is bound to it: it opens nowhere else. */
export function seal(plain: string, ring: KeyRing, context: string): string {
  const dataKey = randomBytes(32)
  const wrapped = encrypt(dataKey.toString('base64'), ring.encryption, wrapping)
  return [version, keyIdOf(ring.encryption), wrapped, encrypt(plain, dataKey, context)].join('~')
}

/** The secret in an envelope, or in what `encrypt` made with a master key itself. Throws when no key of the ring fits. */
export function unseal(sealed: string, ring: KeyRing, context: string): string {
  const [kind, , , body = ''] = sealed.split('~')
  if (kind === version) return decrypt(body, dataKeyOf(sealed, ring), context)
  const key = keysOf(ring).find((one) => opens(sealed, one, context))
  return decrypt(sealed, key ?? ring.encryption, context)
}

function opens(sealed: string, key: Buffer, context: string): boolean {
  try {
    decrypt(sealed, key, context)
    return true
  } catch {
    return false
  }
}

/** The id of the master key that an envelope needs; null for what was sealed without one. */
export function keyIdIn(sealed: string): string | null {
  const [kind, keyId] = sealed.split('~')
  return kind === version && keyId ? keyId : null
}

/** The same envelope under the ring's current master key. The value within is neither opened nor changed. */
export function rewrap(sealed: string, ring: KeyRing): string {
  const [, , , body = ''] = sealed.split('~')
  const wrapped = encrypt(dataKeyOf(sealed, ring).toString('base64'), ring.encryption, wrapping)
  return [version, keyIdOf(ring.encryption), wrapped, body].join('~')
}

function keysOf({ encryption, earlierEncryption = [] }: KeyRing): Buffer[] {
  return [encryption, ...earlierEncryption]
}

function dataKeyOf(sealed: string, ring: KeyRing): Buffer {
  const [, keyId, wrapped = ''] = sealed.split('~')
  const key = keysOf(ring).find((one) => keyIdOf(one) === keyId)
  if (!key)
    throw new Error(
      `A secret was sealed under the key ${keyId}, which this process does not have. Add that key to ENCRYPTION_KEYS_EARLIER.`,
    )
  return Buffer.from(decrypt(wrapped, key, wrapping), 'base64')
}
