import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { load } from '../platform/load.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { Account } from './account.entity.ts'
import { Contact } from './contact.entity.ts'
import { orderability, orderabilityOnAny, type Orderability } from './orderability.rules.ts'
import { Organization } from './organization.entity.ts'

const accountsByName: ListOf<Account> = {
  entity: Account,
  by: 'organizationId',
  orderBy: { name: 'asc', id: 'asc' },
}

const contactsByName: ListOf<Contact> = {
  entity: Contact,
  by: 'organizationId',
  orderBy: { lastName: 'asc', firstName: 'asc', id: 'asc' },
}

/** The accounts of an organization, by name. */
export async function accountsOf(ctx: Ctx, organization: Organization): Promise<Account[]> {
  allow(ctx, 'ORGANIZATION_READ')
  return loadList(ctx.em, accountsByName, organization.id)
}

/** The contacts of an organization, by last name. */
export async function contactsOf(ctx: Ctx, organization: Organization): Promise<Contact[]> {
  allow(ctx, 'ORGANIZATION_READ')
  return loadList(ctx.em, contactsByName, organization.id)
}

/** Whether the organization can order on at least one of its accounts, and why not. */
export async function orderabilityOf(ctx: Ctx, organization: Organization): Promise<Orderability> {
  return orderabilityOnAny(organization, await accountsOf(ctx, organization))
}

/** Whether new orders can be charged to the account, and why not: a hold of its organization holds it too. */
export async function accountOrderabilityOf(ctx: Ctx, account: Account): Promise<Orderability> {
  const organization = await load(ctx, Organization, account.organizationId)
  return orderability(organization ?? { status: 'ACTIVE' }, account)
}
