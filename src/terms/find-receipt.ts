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

/** What the receipt of an acceptance tells; null when it is missing, out of sight or not sealed yet. */
export async function findReceipt(ctx: Ctx, id: string): Promise<ReceiptFacts | null> {
  const acceptance = await findTermsAcceptance(ctx, id)
  if (!acceptance?.sealedAt) return null
  const version = await load(ctx.em, TermsVersion, acceptance.versionId)
  const document = version ? await load(ctx.em, TermsDocument, version.documentId) : null
  const customer = await load(ctx.em, Organization, acceptance.organizationId)
  const seller = await load(ctx.em, Organization, acceptance.sellerId)
  return {
    acceptance,
    terms: {
      title: document?.title ?? '',
      version: version?.version ?? '',
      body: version?.body ?? '',
    },
    orderNumber: await orderNumberOf(ctx, acceptance.orderId),
    customer: customer?.name ?? '',
    seller: seller?.name ?? '',
    publicKey: keyFor(ctx, acceptance.signingKeyId)?.publicKey ?? null,
  }
}
