import type { Problem } from '../platform/errors.ts'
import type { TermsVersion } from './terms-version.entity.ts'

/** What acceptance is judged by. */
export interface AcceptanceFacts {
  /** What the order needs now. */
  required: readonly TermsVersion[]
  acceptedVersionIds: readonly string[]
  /** The versions under those ids, as far as the caller may see them. */
  accepted: readonly TermsVersion[]
  /** Title by document id. */
  titles: ReadonlyMap<string, string>
}

/** A translation of a required version stands for it. */
function standsFor(accepted: TermsVersion, required: TermsVersion): boolean {
  return accepted.documentId === required.documentId && accepted.version === required.version
}

/** The required versions that nobody has accepted yet, in the given order. */
function outstanding(required: readonly TermsVersion[], accepted: readonly TermsVersion[]): TermsVersion[] {
  return required.filter((one) => !accepted.some((other) => standsFor(other, one)))
}

function problemOf(id: string, index: number, facts: AcceptanceFacts): Problem[] {
  const path = ['terms', 'acceptedVersionIds', String(index)]
  const version = facts.accepted.find((one) => one.id === id)
  const required = facts.required.find((one) => one.documentId === version?.documentId)
  if (!version || !required) {
    const message = `${id} is not asked for. Send the ids of the order's requiredTerms and no others.`
    return [{ code: 'TERMS_UNKNOWN', message, path }]
  }
  if (standsFor(version, required)) return []
  const title = facts.titles.get(required.documentId) ?? required.documentId
  const message = `"${title}" is in effect as version ${required.version} (${required.id}). Show that text and accept it.`
  return [{ code: 'TERMS_OUTDATED', message, path, details: { versionId: required.id } }]
}

/**
 * All that is wrong with an acceptance: TERMS_UNKNOWN and TERMS_OUTDATED point at the id, TERMS_NOT_ACCEPTED names a
 * required version that is missing (none that was sent in an outdated version, which is said already).
 */
export function acceptanceProblems(facts: AcceptanceFacts): Problem[] {
  const sent = facts.acceptedVersionIds.flatMap((id, index) => problemOf(id, index, facts))
  const outdated = new Set(sent.map((problem) => problem.details?.['versionId']))
  const missing = outstanding(facts.required, facts.accepted)
    .filter((version) => !outdated.has(version.id))
    .map((version): Problem => {
      const title = facts.titles.get(version.documentId) ?? version.documentId
      const message = `Accept "${title}", version ${version.version} (${version.id}).`
      const path = ['terms', 'acceptedVersionIds']
      return { code: 'TERMS_NOT_ACCEPTED', message, path, details: { versionId: version.id } }
    })
  return [...sent, ...missing]
}
