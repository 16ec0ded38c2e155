import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound, refuseAll } from '../platform/errors.ts'
import { Account } from './account.entity.ts'
import type { AccountCreateInput } from './account.inputs.ts'
import { findOrganizationForUpdate } from './find-organization-for-update.ts'
import { newAccount } from './new-belongings.ts'
import { noteOrganizationChange } from './note-organization-change.ts'
import { accountProblems } from './organization-problems.ts'

async function addAccount(ctx: Ctx, input: AccountCreateInput): Promise<Account> {
  refuseAll(accountProblems(input, []))
  const organization = await findOrganizationForUpdate(ctx, input.organizationId)
  const account = newAccount(ctx, organization, input)
  ctx.em.persist(account)
  await noteOrganizationChange(ctx, organization)
  return account
}

/** Adds an account to an organization; records organization.updated. A repeat with the same key adds nothing. */
export async function createAccount(ctx: Ctx, input: AccountCreateInput): Promise<Account> {
  allow(ctx, 'ORGANIZATION_WRITE')
  return idempotent(
    ctx,
    { operation: 'accountCreate', input },
    {
      work: () => addAccount(ctx, input),
      replay: async (id) => {
        const made = await ctx.em.findOne(Account, { id })
        if (!made) throw notFound('account')
        return made
      },
    },
  )
}
