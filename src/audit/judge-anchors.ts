import type { VerifyingKey } from '../platform/signing-key.ts'
import { anchorText, type Anchor } from './anchor.ts'
import type { Finding } from './finding.ts'

/** The anchors that were signed with one of the keys. The others are told to `report`, not believed. */
export function judgeAnchors(
  anchors: readonly Anchor[],
  keys: readonly VerifyingKey[],
  report: (finding: Finding) => void,
): Anchor[] {
  return anchors.filter((anchor) => {
    const { sellerId, sequence, signingKeyId, signature } = anchor
    const key = keys.find(({ id }) => id === signingKeyId)
    if (key?.verify(anchorText(anchor), signature)) return true
    const message = key
      ? `The anchor of entry ${sequence} does not have the signature of this installation.`
      : `The anchor of entry ${sequence} was signed with key ${signingKeyId}. Name its public key with --public-key.`
    report({ code: key ? 'ANCHOR_FORGED' : 'ANCHOR_KEY_UNKNOWN', sellerId, sequence, message })
    return false
  })
}
