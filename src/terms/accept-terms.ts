import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { localDate } from '../platform/calendar.ts'
import { emailProblem, normalizeEmail, normalizePhone, phoneProblem } from '../platform/contact-formats.ts'
import { refuseAll, type Problem } from '../platform/errors.ts'
import { optionalText } from '../platform/field-checks.ts'
import { load } from '../platform/load.ts'
import { attestationProblems, type Attestation } from './attestation.rules.ts'
import { acceptanceProblems } from './acceptance.rules.ts'
import type { Signatory } from './signatory.view.ts'
import { TermsAcceptance } from './terms-acceptance.entity.ts'
import { TermsDocument } from './terms-document.entity.ts'
import { TermsVersion } from './terms-version.entity.ts'
import { termsAccepted } from './terms.events.ts'

export interface AcceptTermsInput {
  order: { id: string; sellerId: string; organizationId: string; revision: number; version: number }
  /** What `requiredTerms` answered for this order. */
  required: readonly TermsVersion[]
  acceptedVersionIds: readonly string[]
  signatory: Signatory
  attestation?: Attestation
}

/** Where a day begins first: a signatory may have agreed on a day that has not begun yet where the server is. */
const earliestZone = 'Pacific/Kiritimati'

const signatoryPath = ['terms', 'signatory']

function nameProblems(signatory: Signatory): Problem[] {
  return (['firstName', 'lastName'] as const)
    .filter((field) => signatory[field].trim().length < 1 || signatory[field].trim().length > 100)
    .map((field) => ({
      code: 'SIGNATORY_NAME_INVALID',
      message: 'Enter the name of the person who agrees, 1 to 100 characters.',
      path: [...signatoryPath, field],
    }))
}

function signatoryProblems(signatory: Signatory): Problem[] {
  const email = emailProblem(signatory.email)
  const phone = signatory.phone ? phoneProblem(signatory.phone) : null
  return [
    ...nameProblems(signatory),
    ...(email ? [{ ...email, path: [...signatoryPath, 'email'] }] : []),
    ...(phone ? [{ ...phone, path: [...signatoryPath, 'phone'] }] : []),
  ]
}

function cleaned(signatory: Signatory): Signatory & { phone: string | null } {
  return {
    firstName: signatory.firstName.trim(),
    lastName: signatory.lastName.trim(),
    email: normalizeEmail(signatory.email),
    phone: signatory.phone ? normalizePhone(signatory.phone) : null,
  }
}

async function titlesOf(ctx: Ctx, versions: readonly TermsVersion[]): Promise<Map<string, string>> {
  const ids = [...new Set(versions.map((version) => version.documentId))]
  const documents = await Promise.all(ids.map((id) => load(ctx.em, TermsDocument, id)))
  return new Map(documents.flatMap((document) => (document ? [[document.id, document.title]] : [])))
}

/** Acceptance in the words of the event, and of whoever acts on it. */
function told(acceptance: TermsAcceptance, version: TermsVersion, title: string) {
  const { id, versionId, contentHash } = acceptance
  return { id, title, versionId, version: version.version, locale: version.locale, contentHash }
}

/**
 * Stores that the signatory accepted the required terms for this revision of the order, with the address and the
 * program that the request came from, and records `terms.accepted`. Call it inside the submit's transaction.
 *
 * Refuses with all problems at once: TERMS_NOT_ACCEPTED, TERMS_OUTDATED, TERMS_UNKNOWN and what is wrong with the
 * signatory and the attestation. Ids of translations of a required version are as good as the required one's.
 */
export async function acceptTerms(ctx: Ctx, input: AcceptTermsInput): Promise<TermsAcceptance[]> {
  const { order, required } = input
  const attestation = input.attestation ?? {}
  const isCustomer = ctx.actor.organizationScope !== null
  const acceptedVersionIds = [...new Set(input.acceptedVersionIds)]
  const found = await Promise.all(acceptedVersionIds.map((id) => load(ctx.em, TermsVersion, id)))
  const accepted = found.filter((version) => version !== null)
  const titles = await titlesOf(ctx, required)
  refuseAll([
    ...acceptanceProblems({ required, acceptedVersionIds, accepted, titles }),
    ...(required.length > 0 ? signatoryProblems(input.signatory) : []),
    ...attestationProblems(attestation, { isCustomer, today: localDate(ctx.clock.now(), earliestZone) }),
  ])
  if (accepted.length === 0) return []

  // The order's row may still wait in this unit of work, and acceptances refer to it.
  await ctx.em.flush()
  const signatory = cleaned(input.signatory)
  const stored = accepted.map((version) =>
    Object.assign(new TermsAcceptance(), {
      id: ctx.ids.next('tac'),
      sellerId: order.sellerId,
      organizationId: order.organizationId,
      orderId: order.id,
      orderRevision: order.revision,
      termsSellerId: version.sellerId,
      versionId: version.id,
      contentHash: version.contentHash,
      method: attestation.method ?? (isCustomer ? 'CLICKWRAP' : 'PARTNER_ATTESTATION'),
      agreedOn: attestation.agreedOn ?? null,
      reference: optionalText(attestation.reference),
      acceptedBy: ctx.actor.id,
      signatory,
      ...ctx.request,
      locale: version.locale,
      acceptedAt: ctx.clock.now(),
    } as const),
  )
  ctx.em.persist(stored)
  const acceptances = stored.map((one, index) => {
    const version = accepted[index] as TermsVersion
    return told(one, version, titles.get(version.documentId) ?? '')
  })
  record(ctx, termsAccepted, {
    subject: { ...order, version: order.version },
    data: {
      order: { id: order.id, revision: order.revision },
      signatory,
      acceptedAt: ctx.clock.now().toISOString(),
      acceptances,
    },
  })
  return stored
}
