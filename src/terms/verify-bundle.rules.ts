/** What can be wrong with an exported bundle. Stable: scripts read it. */
export const BundleFindingCode = {
  /** An entry does not say what was sealed. */
  ENTRY_CHANGED: 'ENTRY_CHANGED',
  /** The text of the terms is not the one that was accepted. */
  TEXT_CHANGED: 'TEXT_CHANGED',
  /** An entry or a link that belongs here is gone. */
  ENTRY_MISSING: 'ENTRY_MISSING',
  /** An entry or a link stands where none was sealed. */
  ENTRY_INSERTED: 'ENTRY_INSERTED',
  /** Entries or links changed places. */
  ORDER_SWAPPED: 'ORDER_SWAPPED',
  /** The newest entries or links are gone. */
  TAIL_CUT: 'TAIL_CUT',
  /** A link does not follow from the one before it. */
  LINK_BROKEN: 'LINK_BROKEN',
  /** A signature is not that of the key that it names. */
  SIGNATURE_WRONG: 'SIGNATURE_WRONG',
  /** What was signed at the export was changed afterwards. */
  STATEMENT_CHANGED: 'STATEMENT_CHANGED',
  /** It was signed with a key that nobody gave us. */
  KEY_UNKNOWN: 'KEY_UNKNOWN',
} as const
export type BundleFindingCode = (typeof BundleFindingCode)[keyof typeof BundleFindingCode]

/** One thing that is wrong with a bundle. */
export type BundleFinding = {
  code: BundleFindingCode
  /** Place in the seller's chain, in decimal digits; null where it is about none. */
  sequence: string | null
  /** A sentence for the person who must judge it. */
  message: string
}

/** A place in the chain: what was signed for it, or what stands there. */
export type BundlePlace = { sequence: string; hash: string }

const found = (code: BundleFindingCode, sequence: string | null, message: string): BundleFinding => ({
  code,
  sequence,
  message,
})

function misplaced(places: readonly BundlePlace[], what: string): BundleFinding[] {
  const at = places.findIndex(
    (one, index) => index > 0 && BigInt(one.sequence) < BigInt(places[index - 1]?.sequence ?? 0),
  )
  const one = places[at]
  if (!one) return []
  return [found('ORDER_SWAPPED', one.sequence, `The ${what} at ${one.sequence} stands behind a later one.`)]
}

function absent(wanted: readonly BundlePlace[], present: ReadonlySet<string>, what: string): BundleFinding[] {
  const missing = wanted.filter(({ sequence }) => !present.has(sequence))
  const last = wanted.findLastIndex(({ sequence }) => present.has(sequence))
  return missing.map(({ sequence }) =>
    wanted.findIndex((one) => one.sequence === sequence) > last
      ? found('TAIL_CUT', sequence, `The ${what} at ${sequence}, one of the newest, is gone.`)
      : found('ENTRY_MISSING', sequence, `The ${what} at ${sequence} is gone.`),
  )
}

/**
 * Compares what stands in a bundle with what was signed: gone, put in, exchanged, cut off. A place whose hash was
 * signed for another place was exchanged with it.
 */
export function placeFindings(
  wanted: readonly BundlePlace[],
  standing: readonly BundlePlace[],
  what: 'entry' | 'link',
): BundleFinding[] {
  const wantedAt = new Map(wanted.map(({ sequence, hash }) => [sequence, hash]))
  const present = new Set<string>()
  const findings: BundleFinding[] = []
  for (const { sequence, hash } of standing) {
    const signed = wantedAt.get(sequence)
    if (signed === undefined || present.has(sequence))
      findings.push(found('ENTRY_INSERTED', sequence, `Nothing was signed for the ${what} at ${sequence}.`))
    else if (signed !== hash && wanted.some((one) => one.hash === hash))
      findings.push(found('ORDER_SWAPPED', sequence, `The ${what} at ${sequence} belongs elsewhere.`))
    else if (signed !== hash)
      findings.push(found('ENTRY_CHANGED', sequence, `Another ${what} was signed for ${sequence}.`))
    present.add(sequence)
  }
  const known = standing.filter(({ sequence }) => wantedAt.has(sequence))
  return [...findings, ...misplaced(known, what), ...absent(wanted, present, what)]
}

/** A link of the chain, and whether its signature holds; null: nobody gave us its key. */
export type JudgedLink = BundlePlace & { previousHash: string; signatureIsValid: boolean | null }

/** What is wrong with links one by one, and between neighbours. */
export function linkFindings(links: readonly JudgedLink[]): BundleFinding[] {
  return links.flatMap((link, index) => {
    const before = links[index - 1]
    const isBroken = before !== undefined && before.hash !== link.previousHash
    return [
      ...(isBroken
        ? [found('LINK_BROKEN', link.sequence, `The link at ${link.sequence} follows from another one.`)]
        : []),
      ...signatureFindings(link.signatureIsValid, link.sequence),
    ]
  })
}

/** What is wrong with a signature; null: nobody gave us its key. */
export function signatureFindings(isValid: boolean | null, sequence: string | null): BundleFinding[] {
  if (isValid === null) {
    const message = 'It was signed with a key that is not among those given. Fetch the published keys.'
    return [found('KEY_UNKNOWN', sequence, message)]
  }
  return isValid ? [] : [found('SIGNATURE_WRONG', sequence, 'The signature is not that of the key it names.')]
}

/** An entry computed again. */
export type JudgedEntry = {
  sequence: string
  canonicalIsIntact: boolean
  textIsIntact: boolean
  signatureIsValid: boolean | null
}

/** What is wrong with one entry by itself. */
export function entryFindings(entry: JudgedEntry): BundleFinding[] {
  const { sequence } = entry
  const changed = `The entry at ${sequence} does not say what was sealed.`
  const text = `The text of the terms at ${sequence} is not the one that was accepted.`
  return [
    ...(entry.canonicalIsIntact ? [] : [found('ENTRY_CHANGED', sequence, changed)]),
    ...(entry.textIsIntact ? [] : [found('TEXT_CHANGED', sequence, text)]),
    ...signatureFindings(entry.signatureIsValid, sequence),
  ]
}
