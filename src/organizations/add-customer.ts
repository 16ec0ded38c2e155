import type { Ctx } from '../access/ctx.ts'
import { refuse, refuseAll } from '../platform/errors.ts'
import { flushUnique } from '../platform/flush-unique.ts'
import { externalReferenceTaken } from './external-reference-taken.ts'
import { newAccount, newContact } from './new-belongings.ts'
import { newOrganization, type NewOrganizationFacts } from './new-organization.ts'
import { belongingsProblems, organizationProblems } from './organization-problems.ts'
import { Organization } from './organization.entity.ts'
import { organizationCreated } from './organization.events.ts'
import type { OrganizationCreateInput } from './organization.inputs.ts'
import { recordOrganizationEvent } from './record-organization-event.ts'

/** A customer that has passed its permission: with its accounts and contacts, or one account in its currency. */
export async function addCustomer(
  ctx: Ctx,
  input: Omit<OrganizationCreateInput, 'idempotencyKey'>,
): Promise<Organization> {
  refuseAll([...organizationProblems(input), ...belongingsProblems(input)])
  const seller = await ctx.em.findOne(Organization, { id: ctx.actor.sellerId })
  if (seller?.kind !== 'RESELLER')
    throw refuse('NOT_A_RESELLER', 'Only a reseller has customers. Sign in as a user of the reseller.')
  const place = { kind: 'CUSTOMER' as const, parent: seller }
  const facts: NewOrganizationFacts = Object.assign({}, input, {
    timeZone: input.timeZone ?? seller.timeZone,
  })
  const customer = newOrganization(ctx, place, facts)
  ctx.em.persist(customer)
  // Before its accounts: their foreign keys look at once.
  await flushUnique(ctx.em, externalReferenceTaken)
  const { name, currency } = customer
  const accounts = input.accounts?.length ? input.accounts : [{ name, currency }]
  ctx.em.persist(accounts.map((account) => newAccount(ctx, customer, account)))
  ctx.em.persist((input.contacts ?? []).map((contact) => newContact(ctx, customer, contact)))
  await recordOrganizationEvent(ctx, organizationCreated, customer)
  return customer
}
