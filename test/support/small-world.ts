import { permissionsOfRoles, type Actor } from '../../src/access/actor.ts'
import type { Clock } from '../../src/platform/clock.ts'
import { actorOf, type VerbHarness } from './verbs.ts'

/** A clock that stands until it is moved. */
export function standingClock(start = '2026-11-23T09:00:00.000Z'): Clock & { set(instant: string): void } {
  let now = new Date(start)
  return { now: () => new Date(now), set: (instant) => void (now = new Date(instant)) }
}

/**
 * Platform, reseller `org_up` with the sub-reseller `org_low` below it, a reseller `org_far` beside them, a customer
 * of each, and one order per customer. Written as superuser: verbs find it, none made it.
 */
export async function plantSmallWorld(verbs: VerbHarness): Promise<void> {
  const at = '2026-01-01T00:00:00Z'
  const organizations = [
    ['org_top', 'org_top', 'PLATFORM', null, ['org_top']],
    ['org_up', 'org_up', 'RESELLER', 'org_top', ['org_top', 'org_up']],
    ['org_low', 'org_low', 'RESELLER', 'org_up', ['org_top', 'org_up', 'org_low']],
    ['org_far', 'org_far', 'RESELLER', 'org_top', ['org_top', 'org_far']],
    ...['up', 'low', 'far'].map((seller) => [
      `org_${seller}_customer`,
      `org_${seller}`,
      'CUSTOMER',
      `org_${seller}`,
      ['org_top', `org_${seller}`],
    ]),
  ]
  for (const row of organizations)
    await verbs.sql(
      `INSERT INTO organization (id, seller_id, kind, parent_id, path, name, country, currency, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $1, 'DE', 'EUR', $6, $6)`,
      [...row, at],
    )
  for (const seller of ['up', 'low', 'far']) {
    await verbs.sql(
      `INSERT INTO account (id, seller_id, organization_id, name, currency, created_at, updated_at)
       VALUES ($1, $2, $3, 'Main', 'EUR', $4, $4)`,
      [`acc_${seller}`, `org_${seller}`, `org_${seller}_customer`, at],
    )
    await plantOrder(verbs, seller, `ord_${seller}`)
  }
}

/** One more order of a seller's customer. */
export async function plantOrder(verbs: VerbHarness, seller: string, id: string): Promise<void> {
  await verbs.sql(
    `INSERT INTO orders (id, seller_id, organization_id, account_id, requested_by, status, currency, parties, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, 'SUBMITTED', 'EUR', '{}', $6, $6)`,
    [
      id,
      `org_${seller}`,
      `org_${seller}_customer`,
      `acc_${seller}`,
      `usr_${seller}_sales`,
      '2026-01-01T00:00:00Z',
    ],
  )
}

/** A user of a seller's own organization. */
export async function plantUser(
  verbs: VerbHarness,
  user: { id: string; sellerId: string; roles: string[]; status?: string },
): Promise<void> {
  await verbs.sql(
    `INSERT INTO app_user (id, seller_id, organization_id, email, first_name, last_name, roles, status, created_at, updated_at)
     VALUES ($1, $2, $2, $3, 'Demo', $1, $4, $5, now(), now())`,
    [user.id, user.sellerId, `${user.id}@demo.example`, user.roles, user.status ?? 'ACTIVE'],
  )
}

const below: Record<string, string[]> = { org_up: ['org_up', 'org_low'] }
const above: Record<string, string[]> = {
  org_up: ['org_top'],
  org_low: ['org_top', 'org_up'],
  org_far: ['org_top'],
}

/** An administrator, as signing in would make it. */
export function adminOf(sellerId: string, id: string): Actor {
  const reach = below[sellerId] ?? [sellerId]
  const more = { id, readableSellers: reach, decidableSellers: reach, ancestorSellers: above[sellerId] ?? [] }
  return actorOf(sellerId, ['RESELLER_ADMIN'], more)
}

/** A sales agent, as signing in would make it. */
export function salesOf(sellerId: string, id: string): Actor {
  const more = {
    id,
    readableSellers: below[sellerId] ?? [sellerId],
    ancestorSellers: above[sellerId] ?? [],
  }
  return actorOf(sellerId, ['SALES_AGENT'], more)
}

/** The platform's operator. */
export function operator(): Actor {
  return {
    ...actorOf('org_top', ['PLATFORM_OPERATOR'], { id: 'usr_operator' }),
    permissions: permissionsOfRoles(['PLATFORM_OPERATOR']),
  }
}

/** A user of a seller's customer, held to that organization. */
export function customerOf(sellerId: string, id: string): Actor {
  const organizationId = `${sellerId}_customer`
  const ancestorSellers = above[sellerId] ?? []
  return actorOf(sellerId, ['CUSTOMER_ADMIN'], {
    id,
    organizationId,
    ancestorSellers,
    organizationScope: [organizationId],
  })
}
