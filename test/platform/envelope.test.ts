import { expect, it } from 'vitest'
import { keyIdIn, keyIdOf, rewrap, seal, unseal } from '../../src/platform/envelope.ts'
import { encrypt } from '../../src/platform/secrets.ts'

const [first, second, third] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer]
const ring = { encryption: first }
const rotated = { encryption: second, earlierEncryption: [first] }

it('opens with its key and its context, and with nothing else', () => {
  const sealed = seal('s3cret', ring, 'order:1:pin')
  expect(unseal(sealed, ring, 'order:1:pin')).toBe('s3cret')
  expect(() => unseal(sealed, ring, 'order:2:pin')).toThrow()
  expect(() => unseal(sealed, { encryption: third }, 'order:1:pin')).toThrow(/ENCRYPTION_KEYS_EARLIER/)
  expect(seal('s3cret', ring, 'order:1:pin')).not.toBe(sealed)
})

it('fails when a byte of the wrapped key or of the value differs, or when two envelopes are mixed', () => {
  const sealed = seal('s3cret', ring, 'c')
  const [version, id, wrapped, body] = sealed.split('~')
  const [, , otherWrapped, otherBody] = seal('other', ring, 'c').split('~')
  expect(() => unseal([version, id, otherWrapped, body].join('~'), ring, 'c')).toThrow()
  expect(() => unseal([version, id, wrapped, otherBody].join('~'), ring, 'c')).toThrow()
  const broken = `${wrapped?.slice(0, -4)}AAA=`
  expect(() => unseal([version, id, broken, body].join('~'), ring, 'c')).toThrow()
})

it('is put under a new master key without its value being touched', () => {
  const sealed = seal('s3cret', ring, 'c')
  expect(keyIdIn(sealed)).toBe(keyIdOf(first))
  expect(unseal(sealed, rotated, 'c')).toBe('s3cret')
  const anew = rewrap(sealed, rotated)
  expect(keyIdIn(anew)).toBe(keyIdOf(second))
  expect(anew.split('~')[3]).toBe(sealed.split('~')[3])
  expect(unseal(anew, { encryption: second }, 'c')).toBe('s3cret')
  expect(() => unseal(anew, ring, 'c')).toThrow()
})

it('also opens what was encrypted with a master key itself, also with an earlier one', () => {
  const old = encrypt('s3cret', first, 'c')
  expect(keyIdIn(old)).toBeNull()
  expect(unseal(old, ring, 'c')).toBe('s3cret')
  expect(unseal(old, rotated, 'c')).toBe('s3cret')
  expect(() => unseal(old, { encryption: third }, 'c')).toThrow()
})
