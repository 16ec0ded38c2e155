import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { sha256 } from '../platform/secrets.ts'
import { chainStart, evidenceText } from './evidence-text.ts'
import { keyFor } from './key-for.ts'
import type { TermsAcceptance } from './terms-acceptance.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { evidenceProblems, type EvidenceFacts, type EvidenceProblem } from './verify-evidence.rules.ts'

interface LinkRow {
  sequence: string
  previous_hash: string
  evidence_hash: string
}

/**
 * The entries before and after one, and the end of the chain as an entry behind the last. Asked through the gate,
 * because a customer may verify its evidence although its neighbours in the chain belong to others: hashes tell
 * nothing about them.
 */
async function neighboursOf(
  ctx: Pick<Ctx, 'em'>,
  acceptance: TermsAcceptance,
): Promise<Pick<EvidenceFacts, 'predecessor' | 'successor'>> {
  const sequence = acceptance.chainSequence ?? 0n
  const rows = await ctx.em.execute<LinkRow[]>('SELECT * FROM gate.evidence_links(?, ?)', [
    acceptance.sellerId,
    String(sequence),
  ])
  const at = (wanted: bigint) => {
    const row = rows.find((one) => BigInt(one.sequence) === wanted)
    return row ? { previousHash: row.previous_hash, evidenceHash: row.evidence_hash } : null
  }
  const start = { previousHash: null, evidenceHash: chainStart }
  return { predecessor: sequence === 1n ? start : at(sequence - 1n), successor: at(sequence + 1n) }
}

function signatureIsValid(ctx: Pick<Ctx, 'keys'>, acceptance: TermsAcceptance): boolean | null {
  const key = keyFor(ctx, acceptance.signingKeyId)
  return key?.verify(acceptance.evidenceHash ?? '', acceptance.signature ?? '') ?? null
}

/**
 * Computes an acceptance's evidence again: the hash of the text, the canonical bytes, the hash, the signature, and
 * the links to its neighbours in the seller's chain. Edits, swaps, deletions and insertions show as problems.
 */
export async function verifyEvidence(
  ctx: Pick<Ctx, 'em' | 'keys'>,
  acceptance: TermsAcceptance,
): Promise<{ isValid: boolean; problems: EvidenceProblem[] }> {
  const version = await load(ctx.em, TermsVersion, acceptance.versionId)
  const problems = evidenceProblems({
    stored: acceptance,
    canonical: evidenceText(acceptance),
    evidenceHash: sha256(String(acceptance.previousHash) + String(acceptance.canonical)),
    textHash: version ? sha256(version.body) : null,
    signatureIsValid: signatureIsValid(ctx, acceptance),
    ...(await neighboursOf(ctx, acceptance)),
  })
  return { isValid: problems.length === 0, problems }
}
