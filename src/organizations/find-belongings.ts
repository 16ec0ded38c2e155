import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { loadChildren } from '../platform/load-children.ts'
import { Account } from './account.entity.ts'
import { Contact } from './contact.entity.ts'
import { orderabilityOnAny, type Orderability } from './orderability.rules.ts'
import type { Organization } from './organization.entity.ts'

/** The accounts of an organization, by name. */
export async function accountsOf(ctx: Ctx, organization: Organization): Promise<Account[]> {
  allow(ctx, 'ORGANIZATION_READ')
  return loadChildren(ctx.em, Account, {
    of: 'organizationId',
    orderBy: ['name', 'id'],
    id: organization.id,
  })
}

/** The contacts of an organization, by last name. */
export async function contactsOf(ctx: Ctx, organization: Organization): Promise<Contact[]> {
  allow(ctx, 'ORGANIZATION_READ')
  return loadChildren(ctx.em, Contact, {
    of: 'organizationId',
    orderBy: ['lastName', 'firstName', 'id'],
    id: organization.id,
  })
}

/** Whether the organization can order on at least one of its accounts, and why not. */
export async function orderabilityOf(ctx: Ctx, organization: Organization): Promise<Orderability> {
  return orderabilityOnAny(organization, await accountsOf(ctx, organization))
}
