import { canonicalJson } from '../platform/canonical-json.ts'
import type { TermsAcceptance } from './terms-acceptance.entity.ts'

/** `previousHash` of the first entry of a chain. */
export const chainStart = '0'.repeat(64)

/**
 * What an acceptance says, as the text that is hashed and signed. It names the order by id and revision, because the
 * order's number is issued beside the sealing and may not exist yet. The place in the chain is part of it, so that
 * entries cannot change places. Version 2 says what the reseller attests; without that, version 1 stays as it was.
 */
export function evidenceText(acceptance: TermsAcceptance): string {
  const { signatory, agreedOn, reference } = acceptance
  const isAttested = agreedOn !== null || reference !== null
  return canonicalJson({
    format: isAttested ? 'countersign.terms-acceptance.v2' : 'countersign.terms-acceptance.v1',
    ...(isAttested ? { attestation: { agreedOn, reference } } : {}),
    id: acceptance.id,
    chainSequence: String(acceptance.chainSequence),
    sellerId: acceptance.sellerId,
    organizationId: acceptance.organizationId,
    order: { id: acceptance.orderId, revision: acceptance.orderRevision },
    terms: {
      sellerId: acceptance.termsSellerId,
      versionId: acceptance.versionId,
      contentHash: acceptance.contentHash,
      locale: acceptance.locale,
    },
    method: acceptance.method,
    acceptedBy: acceptance.acceptedBy,
    signatory: {
      firstName: signatory.firstName,
      lastName: signatory.lastName,
      email: signatory.email,
      phone: signatory.phone ?? null,
    },
    request: { ip: acceptance.ip, userAgent: acceptance.userAgent },
    acceptedAt: acceptance.acceptedAt.toISOString(),
  })
}
