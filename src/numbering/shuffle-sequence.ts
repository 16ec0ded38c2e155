import { createHmac } from 'node:crypto'
import { opaqueAlphabet } from './number-collision.rules.ts'

const rounds = 8

/**
 * A count as letters and digits of a fixed, even width: a keyed permutation (balanced Feistel network over HMAC-SHA-256),
 * so that no two counts of a period share a text, without looking any of them up. Throws when the width is used up.
 */
export function shuffleSequence(
  sequence: bigint,
  width: number,
  key: { secret: string; period: string },
): string {
  const halfBits = BigInt((width * 5) / 2)
  const mask = (1n << halfBits) - 1n
  if (sequence >> (halfBits * 2n)) throw new RangeError(`The width ${width} is used up.`)
  let [left, right] = [sequence >> halfBits, sequence & mask]
  for (let round = 0; round < rounds; round++) {
    const text = `${key.period}\n${round}\n${right}`
    const mixed = BigInt(createHmac('sha256', key.secret).update(text).digest().readUInt32BE()) & mask
    ;[left, right] = [right, left ^ mixed]
  }
  let value = (left << halfBits) | right
  let out = ''
  for (let place = 0; place < width; place++) {
    out = String(opaqueAlphabet[Number(value & 31n)]) + out
    value >>= 5n
  }
  return out
}
