import { randomBytes } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Where ids and randomness come from. */
export interface Ids {
  /** A new opaque id such as `ord_06e9z3k...`: prefix, then a UUIDv7 in Crockford base32 (sortable by time). */
  next(prefix: string): string
  /** Unpredictable bytes for secrets and tokens. */
  bytes(length: number): Buffer
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** 128 bits as 26 characters; keeps the order of the bytes (Crockford base32, lower case). */
function toBase32(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  for (let i = 0; i < 26; i++) {
    text = alphabet.charAt(Number(value & 31n)) + text
    value >>= 5n
  }
  return text
}

/** Ids by RFC 9562 section 5.7, with a 12-bit counter so that ids of one process rise strictly within a millisecond. */
export function systemIds(clock: Clock): Ids {
  let lastMillisecond = 0
  let counter = 0
  const tick = () => {
    const now = clock.now().getTime()
    if (now > lastMillisecond) {
      lastMillisecond = now
      counter = 0
    } else if (++counter > 0xfff) {
      lastMillisecond += 1
      counter = 0
    }
  }
  return {
    next(prefix) {
      tick()
      const bytes = randomBytes(16)
      bytes.writeUIntBE(lastMillisecond, 0, 6)
      bytes.writeUInt16BE(0x7000 | counter, 6)
      bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
      return `${prefix}_${toBase32(bytes)}`
    },
    bytes: (length) => randomBytes(length),
  }
}
