import type { TermsAcceptance } from './terms-acceptance.entity.ts'

export const EvidenceProblemCode = {
  NOT_SEALED: 'NOT_SEALED',
  TEXT_CHANGED: 'TEXT_CHANGED',
  RECORD_CHANGED: 'RECORD_CHANGED',
  HASH_WRONG: 'HASH_WRONG',
  SIGNATURE_WRONG: 'SIGNATURE_WRONG',
  SIGNING_KEY_UNKNOWN: 'SIGNING_KEY_UNKNOWN',
  PREDECESSOR_BROKEN: 'PREDECESSOR_BROKEN',
  SUCCESSOR_BROKEN: 'SUCCESSOR_BROKEN',
} as const
export type EvidenceProblemCode = (typeof EvidenceProblemCode)[keyof typeof EvidenceProblemCode]

/** One thing that is wrong with evidence. */
export type EvidenceProblem = {
  code: EvidenceProblemCode
  /** A sentence for the person who must judge the evidence. */
  message: string
}

/** A neighbour in the chain. */
export type ChainLink = { previousHash: string | null; evidenceHash: string | null }

/** What evidence is judged by: what is stored, and what comes out when it is computed again. */
export type EvidenceFacts = {
  stored: Pick<TermsAcceptance, 'sealedAt' | 'canonical' | 'previousHash' | 'evidenceHash' | 'contentHash'>
  /** The canonical text of the stored columns. */
  canonical: string
  /** Hash over the stored `previousHash` and `canonical`. */
  evidenceHash: string
  /** Hash of the terms' stored text; null when the text is gone. */
  textHash: string | null
  /** Null when it was signed with a key that this installation does not have. */
  signatureIsValid: boolean | null
  /** The entry before it; the start of the chain for the first one; null when it is gone. */
  predecessor: ChainLink | null
  /** The entry after it, or the head of the chain for the last one; null when it is gone. */
  successor: { previousHash: string | null } | null
}

const messages: Record<EvidenceProblemCode, string> = {
  NOT_SEALED: 'It was accepted a moment ago and is not sealed yet. Look again shortly.',
  TEXT_CHANGED: 'The stored text of the terms is not the text that was accepted.',
  RECORD_CHANGED: 'The stored acceptance does not say what was sealed.',
  HASH_WRONG: 'The evidence hash does not belong to the sealed text.',
  SIGNATURE_WRONG: 'The signature does not belong to the evidence hash.',
  SIGNING_KEY_UNKNOWN:
    'It was signed with a key that this installation does not have. Verify it with the public key of that time.',
  PREDECESSOR_BROKEN: 'The entry before it in the chain is missing or was replaced.',
  SUCCESSOR_BROKEN: 'The entry after it in the chain, or the end of the chain, does not follow from it.',
}

/** All that is wrong with an acceptance's evidence; empty: nobody has touched it or its neighbours. */
export function evidenceProblems(facts: EvidenceFacts): EvidenceProblem[] {
  const { stored } = facts
  const found = (code: EvidenceProblemCode, isWrong: boolean): EvidenceProblem[] =>
    isWrong ? [{ code, message: messages[code] }] : []
  const textProblems = found('TEXT_CHANGED', facts.textHash !== stored.contentHash)
  if (!stored.sealedAt) return [...found('NOT_SEALED', true), ...textProblems]
  return [
    ...textProblems,
    ...found('RECORD_CHANGED', facts.canonical !== stored.canonical),
    ...found('HASH_WRONG', facts.evidenceHash !== stored.evidenceHash),
    ...found('SIGNATURE_WRONG', facts.signatureIsValid === false),
    ...found('SIGNING_KEY_UNKNOWN', facts.signatureIsValid === null),
    ...found('PREDECESSOR_BROKEN', facts.predecessor?.evidenceHash !== stored.previousHash),
    ...found('SUCCESSOR_BROKEN', facts.successor?.previousHash !== stored.evidenceHash),
  ]
}
