import type { Ctx } from '../access/ctx.ts'
import { addUser } from '../identity/add-user.ts'
import { userActivated } from '../identity/identity.events.ts'
import { recordUserEvent } from '../identity/record-user-event.ts'
import { Account } from '../organizations/account.entity.ts'
import { createOrganization } from '../organizations/create-organization.ts'
import type { Organization } from '../organizations/organization.entity.ts'
import { updateAccount } from '../organizations/update-account.ts'
import { hashPassword } from '../platform/passwords.ts'
import { demoPassword } from './demo-log-ins.ts'
import type { DemoCustomer, DemoUser } from './read-demo-data.ts'

/** Adds one customer of a reseller, with its accounts and contacts; some accounts are on hold. */
export async function loadDemoCustomer(ctx: Ctx, customer: DemoCustomer): Promise<Organization> {
  const { key, resellerKey: _resellerKey, accounts, ...facts } = customer
  const made = await createOrganization(ctx, {
    ...facts,
    currency: accounts[0]?.currency ?? '',
    accounts: accounts.map(({ status: _status, ...account }) => account),
    idempotencyKey: `demo ${key}`,
  })
  for (const { name, status } of accounts) {
    if (!status) continue
    await ctx.em.flush()
    const account = await ctx.em.findOneOrFail(Account, { organizationId: made.id, name })
    await updateAccount(ctx, { accountId: account.id, status })
  }
  return made
}

/** Adds the demo users, who can sign in at once. One hash serves all: Argon2 is slow by design. */
export async function loadDemoUsers(
  ctx: Ctx,
  users: readonly DemoUser[],
  organizations: ReadonlyMap<string, Organization>,
): Promise<void> {
  const passwordHash = await hashPassword(demoPassword)
  for (const { organizationKey, ...person } of users) {
    const organizationId = organizations.get(organizationKey)?.id ?? ''
    const user = await addUser(ctx, { ...person, organizationId })
    Object.assign(user, { passwordHash, status: 'ACTIVE' as const, version: user.version + 1 })
    recordUserEvent(ctx, userActivated, user)
  }
}
