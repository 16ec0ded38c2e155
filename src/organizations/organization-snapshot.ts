import type { Ctx } from '../access/ctx.ts'
import { Account } from './account.entity.ts'
import { Contact } from './contact.entity.ts'
import type { Organization } from './organization.entity.ts'
import type { OrganizationSnapshot } from './organization.events.ts'

/** What the events of an organization carry; writes what is pending first, so that it shows the change itself. */
export async function organizationSnapshot(
  ctx: Ctx,
  organization: Organization,
): Promise<OrganizationSnapshot> {
  await ctx.em.flush()
  const where = { sellerId: organization.sellerId, organizationId: organization.id }
  const accounts = await ctx.em.find(Account, where, { orderBy: { id: 'asc' } })
  const contacts = await ctx.em.find(Contact, where, { orderBy: { id: 'asc' } })
  const { createdAt: _createdAt, updatedAt: _updatedAt, path: _path, ...facts } = organization
  return {
    organization: {
      ...facts,
      accounts: accounts.map(({ id, name, currency, status, invoiceEmail, paymentTermsDays, address }) => ({
        id,
        name,
        currency,
        status,
        invoiceEmail,
        paymentTermsDays,
        address,
      })),
      contacts: contacts.map(({ id, firstName, lastName, email, phone, roles }) => ({
        id,
        firstName,
        lastName,
        email,
        phone,
        roles,
      })),
    },
  }
}
