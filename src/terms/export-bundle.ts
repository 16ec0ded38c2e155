import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { canonicalJson } from '../platform/canonical-json.ts'
import { notFound, refuse } from '../platform/errors.ts'
import { signingKeyOf } from '../platform/signing-key.ts'
import { publishedKeys } from './published-keys.ts'
import { TermsAcceptance } from './terms-acceptance.entity.ts'
import { bundleFormat, statementFormat, type TermsBundle } from './terms-bundle.ts'
import { TermsChain } from './terms-chain.entity.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'

/** How many links behind the order's last entry are exported; the signed statement names the end of the chain itself. */
const linksBehind = 1000n

interface LinkRow {
  sequence: string
  previous_hash: string
  evidence_hash: string
  signature: string
  signing_key_id: string
}

async function findSealed(ctx: Ctx, orderId: string): Promise<TermsAcceptance[]> {
  const acceptances = await ctx.em.find(TermsAcceptance, { orderId }, { orderBy: { chainSequence: 'asc' } })
  if (acceptances.length === 0) throw notFound('evidence', ['orderId'])
  if (acceptances.every(({ sealedAt }) => sealedAt !== null)) return acceptances
  throw refuse('TERMS_NOT_SEALED', 'The evidence is sealed within seconds. Ask for the bundle then.', [
    'orderId',
  ])
}

async function entriesOf(ctx: Ctx, sealed: readonly TermsAcceptance[]): Promise<TermsBundle['entries']> {
  const versions = await ctx.em.find(TermsVersion, { id: { $in: sealed.map(({ versionId }) => versionId) } })
  const documents = await ctx.em.find(TermsDocument, {
    id: { $in: versions.map(({ documentId }) => documentId) },
  })
  return sealed.map((one) => {
    const version = versions.find(({ id }) => id === one.versionId)
    const document = documents.find(({ id }) => id === version?.documentId)
    return {
      canonical: String(one.canonical),
      previousHash: String(one.previousHash),
      evidenceHash: String(one.evidenceHash),
      signature: String(one.signature),
      keyId: String(one.signingKeyId),
      terms: {
        title: document?.title ?? '',
        version: version?.version ?? '',
        locale: version?.locale ?? '',
        body: version?.body ?? '',
      },
    }
  })
}

async function linksOf(ctx: Ctx, sealed: readonly TermsAcceptance[], chain: TermsChain) {
  const last = BigInt(sealed.at(-1)?.chainSequence ?? 0) + linksBehind
  const through = last < chain.lastSequence ? last : chain.lastSequence
  const rows = await ctx.em.execute<LinkRow[]>('SELECT * FROM gate.evidence_segment(?, ?, ?)', [
    chain.sellerId,
    String(sealed[0]?.chainSequence),
    String(through),
  ])
  return rows.map((row) => ({
    sequence: row.sequence,
    previousHash: row.previous_hash,
    evidenceHash: row.evidence_hash,
    signature: row.signature,
    keyId: row.signing_key_id,
  }))
}

async function numberOf(ctx: Ctx, orderId: string): Promise<string | null> {
  const rows = await ctx.em.execute<Array<{ order_number: string | null }>>(
    'SELECT order_number FROM orders WHERE id = ?',
    [orderId],
  )
  return rows[0]?.order_number ?? null
}

/**
 * The evidence of an order's accepted terms with all that it takes to verify it offline: what was sealed, the texts,
 * the chain from there on, the public keys, and a signed statement of which entries there are and where the chain ends.
 * Refuses NOT_FOUND and TERMS_NOT_SEALED.
 */
export async function exportBundle(ctx: Ctx, orderId: string): Promise<TermsBundle> {
  allow(ctx, 'TERMS_READ')
  const sealed = await findSealed(ctx, orderId)
  const sellerId = sealed[0]?.sellerId ?? ''
  const chain = await ctx.em.findOneOrFail(TermsChain, { sellerId })
  const links = await linksOf(ctx, sealed, chain)
  const end = links.at(-1)
  const canonical = canonicalJson({
    format: statementFormat,
    sellerId,
    order: { id: orderId, number: await numberOf(ctx, orderId) },
    entries: sealed.map((one) => ({
      sequence: String(one.chainSequence),
      hash: String(one.evidenceHash),
    })),
    through: { sequence: end?.sequence ?? '', hash: end?.evidenceHash ?? '' },
    head: { sequence: String(chain.lastSequence), hash: chain.headHash },
    exportedAt: ctx.clock.now().toISOString(),
  })
  const key = signingKeyOf(ctx.keys.signing)
  return {
    format: bundleFormat,
    statement: { canonical, signature: key.sign(canonical), keyId: key.id },
    entries: await entriesOf(ctx, sealed),
    links,
    keys: publishedKeys(ctx.keys).map((one) => ({ ...one })),
  }
}
