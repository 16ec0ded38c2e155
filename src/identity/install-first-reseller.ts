import { allow } from '../access/allow.ts'
import type { Ctx } from '../access/ctx.ts'
import { ensureNumberSeries } from '../numbering/ensure-number-series.ts'
import { createReseller } from '../organizations/create-reseller.ts'
import { ensurePlatform } from '../organizations/ensure-platform.ts'
import { refuse } from '../platform/errors.ts'
import { addUser } from './add-user.ts'
import { issueOneTimeLink } from './issue-one-time-link.ts'
import type { User } from './user.entity.ts'

/** Somebody to begin with. */
export interface FirstUser {
  email: string
  firstName: string
  lastName: string
}

/** What an installation begins with. */
export interface FirstReseller {
  /** Made by the caller, who puts it within the actor's reach. */
  resellerId: string
  name: string
  country: string
  currency: string
  timeZone: string
  /** Of the order numbers, such as `MC` in `MC-2026-000042`. */
  orderPrefix: string
  administrator: FirstUser
  operator: FirstUser
}

/** The one-time links of the first two users, valid for 7 days. */
export interface FirstLinks {
  operator: string
  administrator: string
}

/**
 * Begins an installation: the platform and its operator, the first reseller with its number series and administrator.
 * Once only: refuses ALREADY_SET_UP when there is a reseller.
 */
export async function installFirstReseller(ctx: Ctx, first: FirstReseller): Promise<FirstLinks> {
  allow(ctx, 'OPERATE')
  // Two setups at once would both find nobody.
  await ctx.em.execute("SELECT pg_advisory_xact_lock(hashtextextended('countersign setup', 0))")
  const sellers = await ctx.em.execute('SELECT gate.sellers() AS id')
  if (sellers.length > 0)
    throw refuse(
      'ALREADY_SET_UP',
      'There is a reseller already. Its administrator invites users and resets passwords.',
    )
  const platform = await ensurePlatform(ctx)
  const { resellerId: id, name, country, currency, timeZone, orderPrefix } = first
  await createReseller(ctx, { id, parentId: platform.id, name, country, currency, timeZone })
  await ensureNumberSeries(ctx, { sellerId: id, timeZone, prefix: orderPrefix })
  const operator: User = await addUser(ctx, {
    ...first.operator,
    organizationId: platform.id,
    roles: ['PLATFORM_OPERATOR'],
  })
  const administrator: User = await addUser(ctx, {
    ...first.administrator,
    organizationId: id,
    roles: ['RESELLER_ADMIN'],
  })
  return {
    operator: await issueOneTimeLink(ctx, operator, 'INVITATION'),
    administrator: await issueOneTimeLink(ctx, administrator, 'INVITATION'),
  }
}
