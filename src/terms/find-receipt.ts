import type { Ctx } from '../access/ctx.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { load } from '../platform/load.ts'
import { findTermsAcceptance } from './find-terms-acceptance.ts'
import { keyFor } from './key-for.ts'
import type { ReceiptFacts } from './render-receipt.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'

async function orderNumberOf(ctx: Ctx, orderId: string): Promise<string | null> {
  const [row] = await ctx.em.execute<Array<{ order_number: string | null }>>(
    'SELECT order_number FROM orders WHERE id = ?',
    [orderId],
  )
  return row?.order_number ?? null
}

async function nameOf(ctx: Ctx, organizationId: string): Promise<string> {
  return (await load(ctx.em, Organization, organizationId))?.name ?? ''
}

async function termsOf(ctx: Ctx, versionId: string): Promise<ReceiptFacts['terms']> {
  const version = await load(ctx.em, TermsVersion, versionId)
  if (!version) return { title: '', version: '', body: '' }
  const document = await load(ctx.em, TermsDocument, version.documentId)
  return { title: document?.title ?? '', version: version.version, body: version.body }
}

/** What the receipt of an acceptance tells; null when it is missing, out of sight or not sealed yet. */
export async function findReceipt(ctx: Ctx, id: string): Promise<ReceiptFacts | null> {
  const acceptance = await findTermsAcceptance(ctx, id)
  if (!acceptance?.sealedAt) return null
  return {
    acceptance,
    terms: await termsOf(ctx, acceptance.versionId),
    orderNumber: await orderNumberOf(ctx, acceptance.orderId),
    customer: await nameOf(ctx, acceptance.organizationId),
    seller: await nameOf(ctx, acceptance.sellerId),
    publicKey: keyFor(ctx, acceptance.signingKeyId)?.publicKey ?? null,
  }
}
