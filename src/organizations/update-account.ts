import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { notFound, refuse, refuseAll } from '../platform/errors.ts'
import { Account } from './account.entity.ts'
import type { AccountUpdateInput } from './account.inputs.ts'
import { findOrganizationForUpdate } from './find-organization-for-update.ts'
import { storedAddress, storedEmail } from './new-belongings.ts'
import { noteOrganizationChange } from './note-organization-change.ts'
import { accountProblems } from './organization-problems.ts'

const neverEmpty = ['name', 'status', 'paymentTermsDays'] as const

function changesOf(input: AccountUpdateInput): Partial<Account> {
  const { name, status, invoiceEmail, paymentTermsDays, address } = input
  return {
    ...(name ? { name: name.trim() } : {}),
    ...(status ? { status } : {}),
    ...(invoiceEmail === undefined ? {} : { invoiceEmail: storedEmail(invoiceEmail) }),
    ...(typeof paymentTermsDays === 'number' ? { paymentTermsDays } : {}),
    ...(address === undefined ? {} : { address: storedAddress(address) }),
  }
}

/**
 * Changes an account: absent fields stay, null clears. Putting it on hold or releasing it needs ORGANIZATION_HOLD,
 * everything else ORGANIZATION_WRITE. Records organization.updated.
 */
export async function updateAccount(ctx: Ctx, input: AccountUpdateInput): Promise<Account> {
  const { accountId, status, ...data } = input
  if (status) allow(ctx, 'ORGANIZATION_HOLD')
  if (!status || Object.values(data).some((value) => value !== undefined)) allow(ctx, 'ORGANIZATION_WRITE')
  const { name, invoiceEmail, paymentTermsDays, address } = data
  refuseAll([
    ...neverEmpty
      .filter((field) => input[field] === null)
      .map((field) => ({
        code: 'REQUIRED',
        message: 'Send a value, or leave the field out.',
        path: [field],
      })),
    ...accountProblems(
      {
        ...(typeof name === 'string' ? { name } : {}),
        invoiceEmail: invoiceEmail ?? null,
        paymentTermsDays: paymentTermsDays ?? null,
        address: address ?? null,
      },
      [],
    ),
  ])
  const account = await ctx.em.findOne(Account, { id: accountId })
  if (!account) throw notFound('account', ['accountId'])
  if (account.organizationId === ctx.actor.organizationId && status)
    throw refuse('OWN_HOLD', 'An organization cannot hold or release itself.', ['status'])
  const organization = await findOrganizationForUpdate(ctx, account.organizationId)
  Object.assign(account, changesOf(input), { updatedAt: ctx.clock.now() })
  await noteOrganizationChange(ctx, organization)
  return account
}
