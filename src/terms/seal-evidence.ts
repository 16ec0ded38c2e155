import { LockMode } from '@mikro-orm/core'
import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { sha256 } from '../platform/secrets.ts'
import { chainStart, evidenceText } from './evidence-text.ts'
import { signingKeyOf, type SigningKey } from '../platform/signing-key.ts'
import { TermsAcceptance } from './terms-acceptance.entity.ts'
import { TermsChain } from './terms-chain.entity.ts'
import { termsRecorded } from './terms.events.ts'

const oldestFirst = { acceptedAt: 'asc', id: 'asc' } as const

/** The seller's chain, locked until the transaction ends: it grows by one entry at a time. */
async function lockChain(ctx: Ctx, sellerId: string): Promise<TermsChain> {
  await ctx.em.execute(
    'INSERT INTO terms_chain (seller_id, last_sequence, head_hash) VALUES (?, 0, ?) ON CONFLICT DO NOTHING',
    [sellerId, chainStart],
  )
  return ctx.em.findOneOrFail(
    TermsChain,
    { sellerId },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  )
}

function seal(acceptance: TermsAcceptance, chain: TermsChain, by: { key: SigningKey; at: Date }): void {
  const previousHash = chain.headHash
  acceptance.chainSequence = chain.lastSequence + 1n
  const canonical = evidenceText(acceptance)
  const evidenceHash = sha256(previousHash + canonical)
  Object.assign(acceptance, {
    canonical,
    previousHash,
    evidenceHash,
    signature: by.key.sign(evidenceHash),
    signingKeyId: by.key.id,
    sealedAt: by.at,
  })
  chain.lastSequence += 1n
  chain.headHash = evidenceHash
}

function tell(ctx: Ctx, sealed: readonly [TermsAcceptance, ...TermsAcceptance[]]): void {
  const [{ orderId, orderRevision, sellerId, organizationId }] = sealed
  record(ctx, termsRecorded, {
    subject: { id: orderId, sellerId, organizationId, version: orderRevision },
    data: {
      order: { id: orderId, revision: orderRevision },
      evidence: sealed.map((one) => ({
        id: one.id,
        versionId: one.versionId,
        chainSequence: String(one.chainSequence),
        evidenceHash: String(one.evidenceHash),
        signingKeyId: String(one.signingKeyId),
      })),
      sealedAt: ctx.clock.now().toISOString(),
    },
  })
}

/**
 * Seals the accepted terms of an order that are not sealed yet: writes each one's canonical text, links it to the
 * entry before it in the seller's chain, hashes and signs it, and records `terms.recorded` for each revision.
 * From then on the database refuses changes, and `verifyEvidence` finds those that were made around it.
 * Harmless when repeated. Answers what it sealed.
 */
export async function sealEvidence(ctx: Ctx, orderId: string): Promise<TermsAcceptance[]> {
  const unsealed = { orderId, sealedAt: null, sellerId: { $in: [...ctx.actor.writableSellers] } }
  const waiting = await ctx.em.findOne(TermsAcceptance, unsealed)
  if (!waiting) return []
  const chain = await lockChain(ctx, waiting.sellerId)
  // Read again under the lock: another worker may have sealed them in the meantime.
  const acceptances = await ctx.em.find(TermsAcceptance, unsealed, { orderBy: oldestFirst, refresh: true })
  const by = { key: signingKeyOf(ctx.keys.signing), at: ctx.clock.now() }
  for (const acceptance of acceptances) seal(acceptance, chain, by)
  for (const [first, ...rest] of Map.groupBy(acceptances, (one) => one.orderRevision).values())
    if (first) tell(ctx, [first, ...rest])
  return acceptances
}
