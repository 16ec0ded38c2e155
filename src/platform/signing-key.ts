import {
  createHash,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'

/** The DER of an Ed25519 private key up to its 32-byte seed (RFC 8410 section 7). */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The DER of an Ed25519 public key ends with its 32 bytes. */
const rawKeyLength = 32

/** The key that this installation signs with, made from its seed. */
export interface SigningKey {
  /** First 16 hex digits of the SHA-256 of the 32 bytes of the public key. */
  id: string
  /** The public key, PEM: whoever has it verifies without us. */
  publicKey: string
  /** Ed25519 over the text (UTF-8), base64. */
  sign: (text: string) => string
  verify: (text: string, signature: string) => boolean
}

function idOf(publicKey: KeyObject): string {
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-rawKeyLength)
  return createHash('sha256').update(raw).digest('hex').slice(0, 16)
}

/** A public key of its own: of this installation at another time, or elsewhere. */
export type VerifyingKey = Pick<SigningKey, 'id' | 'verify'>

/** A public key as it is published: RFC 8037 names its type and curve, `kid` is what signatures name. */
export interface PublishedKey {
  kty: 'OKP'
  crv: 'Ed25519'
  x: string
  kid: string
  alg: 'EdDSA'
  use: 'sig'
}

/** The form in which a public key (PEM) is published. */
export function publishedKeyOf(pem: string): PublishedKey {
  const publicKey = createPublicKey(pem)
  const x = publicKey.export({ format: 'der', type: 'spki' }).subarray(-rawKeyLength).toString('base64url')
  return { kty: 'OKP', crv: 'Ed25519', x, kid: idOf(publicKey), alg: 'EdDSA', use: 'sig' }
}

/** Reads a public key from PEM, or as it was published. Throws when it is none, or no Ed25519 key. */
export function verifyingKeyOf(given: string | JsonWebKey): VerifyingKey {
  const publicKey =
    typeof given === 'string' ? createPublicKey(given) : createPublicKey({ key: given, format: 'jwk' })
  if (publicKey.asymmetricKeyType !== 'ed25519') throw new Error('This is not an Ed25519 public key.')
  return {
    id: idOf(publicKey),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  }
}

/** Makes the key of a 32-byte seed. */
export function signingKeyOf(seed: Buffer): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([pkcs8Prefix, seed]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKey = createPublicKey(privateKey)
  return {
    id: idOf(publicKey),
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64'),
    verify: (text, signature) => verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64')),
  }
}
