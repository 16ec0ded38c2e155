import { LockMode } from '@mikro-orm/core'
import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { record } from '../events/record.ts'
import { User } from '../identity/user.entity.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound, refuse } from '../platform/errors.ts'
import type { ResponsiblePersonSetInput } from './approver-groups.inputs.ts'
import { knownApprovers } from './known-approvers.ts'
import { responsiblePersonSet } from './policies.events.ts'
import { ResponsiblePerson } from './responsible-person.entity.ts'

/** Refuses what does not exist at the caller's own seller. */
async function requireSubject(ctx: Ctx, { kind, subject: id }: ResponsiblePersonSetInput): Promise<void> {
  const { sellerId } = ctx.actor
  const path = ['subject']
  if (kind === 'REQUESTER_MANAGER' && !(await ctx.em.findOne(User, { id, sellerId })))
    throw notFound('user of yours', path)
  if (kind === 'ACCOUNT_OWNER' && !(await ctx.em.findOne(Account, { id, sellerId })))
    throw notFound('account of a customer of yours', path)
  if (id.length < 1 || id.length > 80) throw refuse('TEXT_LENGTH', 'Use 1 to 80 characters.', path)
}

/**
 * Says who answers for a user, an account or a cost center of the caller's seller; without a user, nobody any more.
 * Counts for orders that are routed from now on. Records `responsible_person.set` when something changed. Refuses
 * NOT_FOUND, TEXT_LENGTH, APPROVER_UNKNOWN and OWN_MANAGER.
 */
export async function setResponsiblePerson(
  ctx: Ctx,
  input: ResponsiblePersonSetInput,
): Promise<ResponsiblePerson | null> {
  allow(ctx, 'APPROVAL_POLICY_WRITE')
  const { kind, subject, userId = null } = input
  const { sellerId } = ctx.actor
  await requireSubject(ctx, input)
  if (userId && !(await knownApprovers(ctx)).ids.has(userId))
    throw refuse('APPROVER_UNKNOWN', 'Name somebody who is active and may decide approvals.', ['userId'])
  if (kind === 'REQUESTER_MANAGER' && userId === subject)
    throw refuse('OWN_MANAGER', 'Nobody is their own manager. Name somebody else.', ['userId'])
  // Under the seller's lock two first settings of one subject come one after the other.
  await ctx.em.findOneOrFail(Organization, { id: sellerId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  const found = await ctx.em.findOne(ResponsiblePerson, { sellerId, kind, subject }, { refresh: true })
  if ((found?.userId ?? null) === userId) return found
  const person =
    found ?? Object.assign(new ResponsiblePerson(), { id: ctx.ids.next('rsp'), sellerId, kind, subject })
  const { id } = person
  record(ctx, responsiblePersonSet, {
    subject: { id, sellerId, organizationId: null, version: 1 },
    data: { responsiblePerson: { id, kind, subject, userId } },
  })
  if (!userId) {
    ctx.em.remove(person)
    return null
  }
  ctx.em.persist(Object.assign(person, { userId, updatedAt: ctx.clock.now() }))
  return person
}
