import type { Ctx } from '../access/ctx.ts'
import { decidingRoles, type Role } from '../access/roles.ts'
import { sellersAbove } from '../access/sellers-above.ts'
import type { ExchangeRates } from './condition.rules.ts'
import type { ResponsibilityKind } from './responsible-person.entity.ts'
import type { EligibleApprover } from './resolve-group.rules.ts'
import type { RoutedPolicy, RoutingInput } from './routing.rules.ts'

/** What the gate knows of the sellers of an order: people, groups, policies, rates. */
export interface ApprovalRoutingData {
  /** The selling reseller first, then those above from the nearest up. */
  sellers: string[]
  people: EligibleApprover[]
  /** By the id of whoever asked, a user or an API key. */
  requesters: Record<string, { personId: string; roles: Role[] | null }>
  /** Who answers for whom or what, by kind and subject. */
  responsible: Partial<Record<ResponsibilityKind, Record<string, string>>>
  groups: Record<string, string[]>
  /** By seller. */
  rates: Record<string, ExchangeRates>
  withoutPolicy: RoutingInput['withoutPolicy']
  policies: RoutedPolicy[]
}

interface Row {
  data: Omit<ApprovalRoutingData, 'sellers'>
}

/** Whose orders are routed, and who asked. */
export interface RoutedParties {
  sellerId: string
  requesterIds: readonly string[]
  /** Customers whose own approvers may be asked; none unless given. */
  customerIds?: readonly string[]
}

/**
 * Reads all that routing needs, in one statement. Through the gate: a sub-reseller cannot read the policies and people
 * above it, and a customer none at all, yet all are told the same answer.
 */
export async function approvalRoutingData(
  ctx: Pick<Ctx, 'actor' | 'em' | 'clock'>,
  parties: RoutedParties,
): Promise<ApprovalRoutingData> {
  const sellers = [parties.sellerId, ...(await sellersAbove(ctx, parties.sellerId))]
  const [row] = await ctx.em.execute<Row[]>(
    'SELECT gate.approval_routing(ARRAY[?]::text[], ARRAY[?]::text[], ARRAY[?]::text[], ARRAY[?]::text[], ?) AS data',
    [
      sellers,
      [...parties.requesterIds],
      [...(parties.customerIds ?? [])],
      [...decidingRoles],
      ctx.clock.now(),
    ],
  )
  if (!row) throw new Error('The gate answered nothing')
  return { ...row.data, sellers }
}
