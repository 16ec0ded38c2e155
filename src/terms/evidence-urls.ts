import type { Ctx } from '../access/ctx.ts'
import { evidenceLink } from './evidence-link.ts'
import type { TermsAcceptance } from './terms-acceptance.entity.ts'

type Linking = Pick<Ctx, 'keys' | 'clock' | 'publicUrl'>

/** A short-lived link to an acceptance's receipt; null until it is sealed. */
export function receiptUrl(ctx: Linking, acceptance: TermsAcceptance): string | null {
  const path = `/evidence/receipts/${acceptance.id}.pdf`
  return acceptance.sealedAt ? evidenceLink(ctx, path, acceptance.sellerId) : null
}

/** A short-lived link to all evidence of an acceptance's order; null until it is sealed. */
export function bundleUrl(ctx: Linking, acceptance: TermsAcceptance): string | null {
  const path = `/evidence/orders/${acceptance.orderId}.json`
  return acceptance.sealedAt ? evidenceLink(ctx, path, acceptance.sellerId) : null
}
