import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { idempotent } from '../events/idempotent.ts'
import { notFound } from '../platform/errors.ts'
import { addCustomer } from './add-customer.ts'
import { Organization } from './organization.entity.ts'
import type { OrganizationCreateInput } from './organization.inputs.ts'

/**
 * Adds a customer to the caller's reseller, with its accounts and contacts; with none given it gets one account in its
 * currency. Records organization.created. Refuses faulty data with all problems at once, EXTERNAL_REFERENCE_TAKEN and
 * NOT_A_RESELLER. A repeat with the same idempotency key answers with what the first call made.
 */
export async function createOrganization(ctx: Ctx, input: OrganizationCreateInput): Promise<Organization> {
  allow(ctx, 'ORGANIZATION_WRITE')
  return idempotent(
    ctx,
    { operation: 'organizationCreate', input },
    {
      work: () => addCustomer(ctx, input),
      replay: async (id) => {
        const made = await ctx.em.findOne(Organization, { id })
        if (!made) throw notFound('organization')
        return made
      },
    },
  )
}
