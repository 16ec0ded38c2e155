import type { Ctx } from '../access/ctx.ts'
import { Account } from '../organizations/account.entity.ts'
import { Organization } from '../organizations/organization.entity.ts'
import { notFound } from '../platform/errors.ts'
import { load } from '../platform/load.ts'
import { priceSellers } from './price-sellers.rules.ts'

/** For whom prices are looked up. */
export interface Buyer {
  organization: Organization
  /** Its seller, as far as the actor sees it. */
  seller: Organization | null
  account: Account | null
  /** The account's currency, else the organization's. */
  currency: string
  /** Whose price lists count, nearest first. */
  sellers: string[]
}

/** Finds the buyer of a price question; without an organization, the caller's own. Refuses with NOT_FOUND. */
export async function findBuyer(
  ctx: Ctx,
  asked: { organizationId?: string | null | undefined; accountId?: string | null | undefined },
): Promise<Buyer> {
  const id = asked.organizationId ?? ctx.actor.organizationId
  const organization = isInScope(ctx, id) ? await load(ctx, Organization, id) : null
  if (!organization) throw notFound('organization', ['organizationId'])
  const account = await load(ctx, Account, asked.accountId)
  if (asked.accountId && account?.organizationId !== organization.id) throw notFound('account', ['accountId'])
  return {
    organization,
    seller: await load(ctx, Organization, organization.sellerId),
    account,
    currency: account?.currency ?? organization.currency,
    sellers: priceSellers(ctx.actor, organization.path),
  }
}

function isInScope({ actor }: Ctx, organizationId: string): boolean {
  return actor.organizationScope === null || actor.organizationScope.includes(organizationId)
}
