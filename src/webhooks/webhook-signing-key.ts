import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { WebhookSecretError } from './webhook-secret.ts'

const PRIVATE = 'whsk_'
const PUBLIC = 'whpk_'
const SEED_BYTES = 32
/** Standard Webhooks writes a private key as its seed and its public key. */
const PRIVATE_BYTES = 64

/** The DER of an Ed25519 private key up to its seed (RFC 8410 section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** A Standard Webhooks v1a key pair: the private half signs, the public half may be shown to anybody. */
export interface WebhookSigningKey {
  /** `whsk_` and the base64 of seed and public key. Store it encrypted; it is never shown. */
  privateKey: string
  /** `whpk_` and the base64 of the 32 bytes of the public key. */
  publicKey: string
}

function keyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Prefix, seed]), format: 'der', type: 'pkcs8' })
}

function publicHalf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-SEED_BYTES)
}

/**
 * A new key pair.
 *
 * @param bytes a cryptographically secure source that answers with exactly `n` bytes
 */
export function createWebhookSigningKey(bytes: (n: number) => Buffer): WebhookSigningKey {
  const seed = bytes(SEED_BYTES)
  const publicBytes = publicHalf(keyOf(seed))
  return {
    privateKey: PRIVATE + Buffer.concat([seed, publicBytes]).toString('base64'),
    publicKey: PUBLIC + publicBytes.toString('base64'),
  }
}

/** Whether a signing secret is the private half of a key pair, and not a shared secret. */
export function isWebhookSigningKey(secret: string): boolean {
  return secret.startsWith(PRIVATE)
}

/**
 * The key inside a `whsk_` secret.
 *
 * @throws {WebhookSecretError} when the prefix is missing, the rest is not canonical base64 of 64 bytes, or the public
 *   half does not belong to the seed
 */
export function parseWebhookSigningKey(secret: string): KeyObject {
  const bytes = Buffer.from(secret.slice(PRIVATE.length), 'base64')
  const isWhole = isWebhookSigningKey(secret) && PRIVATE + bytes.toString('base64') === secret
  if (!isWhole || bytes.length !== PRIVATE_BYTES)
    throw new WebhookSecretError(
      `A signing key is "${PRIVATE}" and the base64 of ${PRIVATE_BYTES} bytes; rotate the secret to get a valid one.`,
    )
  const key = keyOf(bytes.subarray(0, SEED_BYTES))
  if (!publicHalf(key).equals(bytes.subarray(SEED_BYTES)))
    throw new WebhookSecretError(
      'The two halves of the signing key do not belong together; rotate the secret to get a valid one.',
    )
  return key
}
