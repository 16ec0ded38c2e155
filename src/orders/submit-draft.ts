import type { Ctx } from '../access/ctx.ts'
import { refuseAll } from '../platform/errors.ts'
import { acceptTerms } from '../terms/accept-terms.ts'
import type { Signatory } from '../terms/signatory.view.ts'
import { contentHash } from './content-hash.ts'
import { keepAnswers } from './keep-answers.ts'
import { lockSubscriptions } from './find-subscriptions.ts'
import { moveOrder } from './move-order.ts'
import { orderContext } from './order-context.ts'
import { orderSnapshot } from './order-snapshot.ts'
import type { Order } from './order.entity.ts'
import type { TermsAcceptanceInput } from './order.inputs.ts'
import { lockPromotions } from './promotion-states.ts'
import { recordStartDay } from './record-start-day.ts'
import { requiredOrderTerms } from './required-order-terms.ts'
import { submitProblems } from './submit-problems.ts'

/** Who agrees: as named, else the SIGNATORY contact, else the ADMIN contact. */
function signatoryOf(order: Order, terms: TermsAcceptanceInput): Signatory {
  const contact = (role: string) => order.contacts.find((one) => one.role === role)
  const person = terms.signatory ?? contact('SIGNATORY') ?? contact('ADMIN')
  const { firstName = '', lastName = '', email = '', phone = null } = person ?? {}
  return { firstName, lastName, email, phone }
}

async function accept(ctx: Ctx, order: Order, next: { revision: number; terms: TermsAcceptanceInput }) {
  const { id, sellerId, organizationId, version } = order
  await acceptTerms(ctx, {
    order: { id, sellerId, organizationId, revision: next.revision, version: version + 1 },
    required: await requiredOrderTerms(ctx, order),
    acceptedVersionIds: next.terms.acceptedVersionIds,
    signatory: signatoryOf(order, next.terms),
    attestation: next.terms,
  })
}

/**
 * Submits a locked, editable order: refuses what is incomplete, expired, on hold or cannot be approved, stores the
 * acceptance of the terms, freezes the content under its hash, and records `order.submitted`; as a resubmission, under
 * the next revision, `order.resubmitted`. The number comes from a worker.
 */
export async function submitDraft(
  ctx: Ctx,
  order: Order,
  how: { command: 'orderSubmit' | 'orderSubmitForApproval'; terms: TermsAcceptanceInput },
): Promise<Order> {
  await lockSubscriptions(ctx, order)
  await lockPromotions(ctx, order)
  for (const group of await submitProblems(ctx, order)) refuseAll(group)
  const revision = how.command === 'orderSubmit' ? order.revision : order.revision + 1
  await accept(ctx, order, { revision, terms: how.terms })
  const { organization, account, seller } = await orderContext(ctx, order)
  order.parties = {
    ...order.parties,
    seller: { id: seller.id, name: seller.name },
    organization: { id: organization.id, name: organization.name },
    account: { id: account.id, name: account.name },
  }
  await keepAnswers(ctx, order)
  order.revision = revision
  order.submittedAt = ctx.clock.now()
  await recordStartDay(ctx, order)
  order.contentHash = contentHash(order)
  moveOrder(ctx, order, how.command)
  order.snapshot = orderSnapshot(order)
  return order
}
