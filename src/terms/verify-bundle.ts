import { canonicalJson, type CanonicalValue } from '../platform/canonical-json.ts'
import { sha256 } from '../platform/secrets.ts'
import type { VerifyingKey } from '../platform/signing-key.ts'
import { chainStart } from './evidence-text.ts'
import { statementSchema, type TermsBundle, type TermsStatement } from './terms-bundle.ts'
import {
  entryFindings,
  linkFindings,
  placeFindings,
  signatureFindings,
  type BundleFinding,
  type BundlePlace,
} from './verify-bundle.rules.ts'

type Entry = TermsBundle['entries'][number]
type Signed = { signature: string; keyId: string }

/** Says of a text whether its signature holds; null: the key is not among those given. */
type Judge = (text: string, by: Signed) => boolean | null

interface Sealed {
  chainSequence: string
  orderId: string
  contentHash: string
}

function readSealed(canonical: string): Sealed | null {
  try {
    const said = JSON.parse(canonical) as {
      chainSequence: unknown
      order: { id: unknown }
      terms: { contentHash: unknown }
    }
    const sealed = {
      chainSequence: String(said.chainSequence),
      orderId: String(said.order.id),
      contentHash: String(said.terms.contentHash),
    }
    return /^\d{1,18}$/.test(sealed.chainSequence) ? sealed : null
  } catch {
    return null
  }
}

function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text) as CanonicalValue) === text
  } catch {
    return false
  }
}

function judgeEntry(entry: Entry, statement: TermsStatement, judge: Judge): BundleFinding[] {
  const sealed = readSealed(entry.canonical)
  return entryFindings({
    sequence: sealed?.chainSequence ?? '0',
    canonicalIsIntact:
      sealed?.orderId === statement.order.id &&
      isCanonical(entry.canonical) &&
      sha256(entry.previousHash + entry.canonical) === entry.evidenceHash,
    textIsIntact: sha256(entry.terms.body) === sealed?.contentHash,
    signatureIsValid: judge(entry.evidenceHash, entry),
  })
}

function readStatement(canonical: string): TermsStatement | null {
  try {
    return statementSchema.parse(JSON.parse(canonical))
  } catch {
    return null
  }
}

/** More places than links by so many: enough to name what is missing, however far away a forged end may lie. */
const mostMissing = 1000

/** The places that the bundle must carry links for: only their ends were signed, the rest must follow one by one. */
function linkPlaces(bundle: TermsBundle, statement: TermsStatement): BundlePlace[] {
  const signed = new Map(
    [...statement.entries, statement.through].map(({ sequence, hash }) => [sequence, hash]),
  )
  const standing = new Map(bundle.links.map((link) => [link.sequence, link.evidenceHash]))
  const first = BigInt(statement.entries[0]?.sequence ?? 1)
  const distance = Number(BigInt(statement.through.sequence) - first)
  const count = Math.min(distance + 1, bundle.links.length + mostMissing)
  return Array.from({ length: Math.max(count, 0) }, (_, index) => {
    const sequence = String(first + BigInt(index))
    return { sequence, hash: signed.get(sequence) ?? standing.get(sequence) ?? '' }
  })
}

function judgeLinks(bundle: TermsBundle, statement: TermsStatement, judge: Judge): BundleFinding[] {
  const standing = bundle.links.map((link) => ({
    sequence: link.sequence,
    hash: link.evidenceHash,
    previousHash: link.previousHash,
    signatureIsValid: judge(link.evidenceHash, link),
  }))
  const start = standing[0]
  const begins = start?.sequence !== '1' || start.previousHash === chainStart
  return [
    ...placeFindings(linkPlaces(bundle, statement), standing, 'link'),
    ...linkFindings(standing),
    ...(begins
      ? []
      : [{ code: 'LINK_BROKEN', sequence: '1', message: 'The chain does not begin at its start.' } as const]),
  ]
}

/**
 * Verifies a bundle with nothing but itself and public keys: the signed statement, every entry's canonical bytes, hash,
 * text and signature, and the chain from the order's first entry to where the statement says that it ends. What was
 * edited, deleted, swapped, inserted or cut off shows as a finding; none: the bundle is what was exported.
 */
export function verifyBundle(bundle: TermsBundle, keys: readonly VerifyingKey[]): BundleFinding[] {
  const judge: Judge = (text, by) =>
    keys.find(({ id }) => id === by.keyId)?.verify(text, by.signature) ?? null
  const statementIsValid = judge(bundle.statement.canonical, bundle.statement)
  const statement = readStatement(bundle.statement.canonical)
  if (!statementIsValid || !statement) {
    const message = 'What was signed at the export was changed afterwards. Export the bundle again.'
    return statementIsValid === null
      ? signatureFindings(null, null)
      : [{ code: 'STATEMENT_CHANGED', sequence: null, message }]
  }
  const standing = bundle.entries.map((entry) => ({
    sequence: readSealed(entry.canonical)?.chainSequence ?? '0',
    hash: entry.evidenceHash,
  }))
  return [
    ...placeFindings(statement.entries, standing, 'entry'),
    ...bundle.entries.flatMap((entry) => judgeEntry(entry, statement, judge)),
    ...judgeLinks(bundle, statement, judge),
  ]
}
