import { canonicalJson } from '../platform/canonical-json.ts'

/** The head of a chain as it was at an instant. */
export interface AnchoredHead {
  sellerId: string
  /** Place of the newest entry, in decimal digits. */
  sequence: string
  headHash: string
  /** ISO 8601, UTC. */
  signedAt: string
}

/** A head that the installation signed: kept outside the database, it proves what stood there. */
export interface Anchor extends AnchoredHead {
  signingKeyId: string
  /** Ed25519 over `anchorText`, base64. */
  signature: string
}

/** What is signed: JSON as RFC 8785 writes it. */
export function anchorText({ sellerId, sequence, headHash, signedAt }: AnchoredHead): string {
  return canonicalJson({ format: 'countersign.audit-anchor.v1', sellerId, sequence, headHash, signedAt })
}
