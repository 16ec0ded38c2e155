import { generateKeyPairSync } from 'node:crypto'
import { expect, it } from 'vitest'
import { signingKeyOf, verifyingKeyOf } from '../../src/platform/signing-key.ts'

const key = signingKeyOf(Buffer.alloc(32, 7))

it('a public key read from PEM is the one that belongs to the seed, and verifies what that signed', () => {
  const reader = verifyingKeyOf(key.publicKey)

  expect(reader.id).toBe(key.id)
  expect(reader.verify('text', key.sign('text'))).toBe(true)
  expect(reader.verify('another text', key.sign('text'))).toBe(false)
  expect(verifyingKeyOf(signingKeyOf(Buffer.alloc(32, 8)).publicKey).verify('text', key.sign('text'))).toBe(
    false,
  )
})

it('a key of another kind is refused, and what is none', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString()

  expect(() => verifyingKeyOf(pem)).toThrow('not an Ed25519 public key')
  expect(() => verifyingKeyOf('nonsense')).toThrow()
})
