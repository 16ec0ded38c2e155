import type { Ctx } from '../access/ctx.ts'
import { signingKeyOf } from '../platform/signing-key.ts'
import { anchorText, type Anchor } from './anchor.ts'

interface Head {
  last_sequence: string
  head_hash: string
}

/**
 * Signs the head of the acting seller's chain and keeps it as an anchor. Null when there is nothing new to sign, or when
 * another worker signed this head first: the database lets one of them.
 */
export async function anchorHead(ctx: Ctx): Promise<Anchor | null> {
  const { sellerId } = ctx.actor
  const [head] = await ctx.em.execute<Head[]>(
    'SELECT last_sequence, head_hash FROM audit_chain WHERE seller_id = ? AND last_sequence > 0',
    [sellerId],
  )
  if (!head) return null
  const key = signingKeyOf(ctx.keys.signing)
  const anchored = {
    sellerId,
    sequence: head.last_sequence,
    headHash: head.head_hash,
    signedAt: ctx.clock.now().toISOString(),
  }
  const anchor = { ...anchored, signingKeyId: key.id, signature: key.sign(anchorText(anchored)) }
  const inserted = await ctx.em.execute(
    `INSERT INTO audit_anchor (seller_id, sequence, head_hash, signed_at, signing_key_id, signature)
     VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING sequence`,
    [sellerId, anchor.sequence, anchor.headHash, anchor.signedAt, anchor.signingKeyId, anchor.signature],
  )
  return inserted.length > 0 ? anchor : null
}
