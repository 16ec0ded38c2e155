import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** SHA-256 as lower-case hex. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** HMAC-SHA-256 as lower-case hex, under a key of its own for each purpose: nobody without the key can try texts out. */
export function keyedHash(key: Buffer, purpose: string, text: string): string {
  const own = createHmac('sha256', key).update(`countersign.${purpose}.v1`).digest()
  return createHmac('sha256', own).update(text).digest('hex')
}

/** Constant-time comparison of two strings. */
export function sameSecret(a: string, b: string): boolean {
  const left = Buffer.from(sha256(a))
  const right = Buffer.from(sha256(b))
  return timingSafeEqual(left, right)
}

/**
 * Encrypts with AES-256-GCM (NIST SP 800-38D): a fresh 96-bit IV, and `context` (such as the row's id) bound as
 * additional data, so that a ciphertext moved to another row does not decrypt.
 */
export function encrypt(plain: string, key: Buffer, context: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return ['v1', iv.toString('base64'), cipher.getAuthTag().toString('base64'), body.toString('base64')].join(
    '.',
  )
}

/** Decrypts what `encrypt` made; throws when the key, the context or a byte differs. */
export function decrypt(sealed: string, key: Buffer, context: string): string {
  const [version, iv = '', tag = '', body = ''] = sealed.split('.')
  if (version !== 'v1') throw new Error('Unknown ciphertext version. Was it written by a newer release?')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64'))
    .setAAD(Buffer.from(context))
    .setAuthTag(Buffer.from(tag, 'base64'))
  return Buffer.concat([decipher.update(Buffer.from(body, 'base64')), decipher.final()]).toString('utf8')
}
