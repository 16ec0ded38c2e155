const PREFIX = 'whsec_'
const NEW_SECRET_BYTES = 32
const MIN_BYTES = 24
const MAX_BYTES = 64

/** A signing secret that cannot be used. The message never repeats the secret. */
export class WebhookSecretError extends Error {
  override readonly name = 'WebhookSecretError'
  /** Stable, for clients. */
  readonly code = 'WEBHOOK_SECRET_INVALID'
  readonly path = ['secret'] as const
}

/**
 * A new Standard Webhooks v1 signing secret: `whsec_` followed by the base64 of 32 random bytes.
 * Show it once, store it encrypted.
 *
 * @param bytes a cryptographically secure source that answers with exactly `n` bytes
 */
export function createWebhookSecret(bytes: (n: number) => Buffer): string {
  return PREFIX + bytes(NEW_SECRET_BYTES).toString('base64')
}

/**
 * The key bytes inside a `whsec_` secret.
 *
 * @throws {WebhookSecretError} when the prefix is missing, the rest is not canonical base64,
 *   or the key is not 24 to 64 bytes long
 */
export function parseWebhookSecret(secret: string): Buffer {
  if (!secret.startsWith(PREFIX)) {
    throw new WebhookSecretError(`A webhook secret starts with "${PREFIX}"; pass it exactly as it was shown.`)
  }
  const encoded = secret.slice(PREFIX.length)
  const key = Buffer.from(encoded, 'base64')
  // Buffer.from skips what it does not understand: only a round trip proves that nothing was lost.
  if (key.toString('base64') !== encoded) {
    throw new WebhookSecretError(
      `What follows "${PREFIX}" is not base64; pass the secret exactly as it was shown, with its padding.`,
    )
  }
  if (key.length < MIN_BYTES || key.length > MAX_BYTES) {
    throw new WebhookSecretError(
      `A webhook secret holds ${MIN_BYTES} to ${MAX_BYTES} bytes, this one ${key.length}; rotate the secret to get a valid one.`,
    )
  }
  return key
}
