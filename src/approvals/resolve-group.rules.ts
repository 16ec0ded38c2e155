import type { Role } from '../access/roles.ts'
import type { ApproverGroupRule, ApproverRef } from './policy-definition.schema.ts'

/** Someone who is active and may decide approvals. */
export type EligibleApprover = {
  /** A user, or an API key of an external system. */
  id: string
  name: string
  sellerId: string
  /** The customer whose user it is; null for people of a seller. */
  customerId: string | null
  roles: readonly Role[]
}

/** The people whom routing can ask, and who is who for this order. */
export type ApproverDirectory = {
  /** The selling reseller first, then those above from the nearest up. */
  sellers: readonly string[]
  people: readonly EligibleApprover[]
  /** Members of the groups of approvers, by the group's id. */
  groups: Readonly<Record<string, readonly string[]>>
  /** Whoever asked, and for an API key who made it. */
  requesterId: string
  requesterManagerId: string | null
  accountOwnerId: string | null
  costCenterOwnerId: string | null
  /** Whose order it is; null while there is none. */
  customerId: string | null
}

/** Approvers of whom so many must agree. */
export type ResolvedGroup = {
  /** Sorted. */
  approverIds: string[]
  minimumApprovals: number
  /** Those of them who may decide though they asked. */
  selfApproverIds: string[]
  /** True when those whom the rule names did not suffice, and administrators joined them. */
  isFallback: boolean
}

/** Whose rule it is, and whether it lets requesters approve their own. */
export type GroupSetting = { ownerId: string; allowsSelf: boolean }

function idsOf(ref: ApproverRef, directory: ApproverDirectory, ownerId: string): Array<string | null> {
  switch (ref.kind) {
    case 'ROLE': {
      const sellerId = ref.atPolicyOwner ? ownerId : directory.sellers[0]
      return directory.people
        .filter((one) => one.sellerId === sellerId && ref.role && one.roles.includes(ref.role))
        .map((one) => one.id)
    }
    case 'GROUP':
      return [...(directory.groups[ref.groupId ?? ''] ?? [])]
    case 'REQUESTER_MANAGER':
      return [directory.requesterManagerId]
    case 'ACCOUNT_OWNER':
      return [directory.accountOwnerId]
    case 'COST_CENTER_OWNER':
      return [directory.costCenterOwnerId]
    case 'CUSTOMER_CONTACT':
      return directory.people
        .filter((one) => one.customerId !== null && one.customerId === directory.customerId)
        .map((one) => one.id)
    default:
      return [ref.userId ?? null]
  }
}

/** The administrators of a seller. */
function administratorsOf(directory: ApproverDirectory, sellerId: string): string[] {
  return directory.people
    .filter((one) => one.sellerId === sellerId && one.roles.includes('RESELLER_ADMIN'))
    .map((one) => one.id)
}

/**
 * The people whom a rule asks. Only those who are active and may decide, and never the requester unless the policy says
 * so. When they are too few, the administrators of the selling reseller join them, then those of the sellers above from
 * the nearest up; null when even then too few can decide.
 */
export function resolveGroup(
  rule: ApproverGroupRule,
  directory: ApproverDirectory,
  setting: GroupSetting,
): ResolvedGroup | null {
  const { people, requesterId, sellers } = directory
  const may = (id: string | null): id is string =>
    people.some((one) => one.id === id) && (setting.allowsSelf || id !== requesterId)
  const found = new Set(rule.anyOf.flatMap((ref) => idsOf(ref, directory, setting.ownerId)).filter(may))
  let isFallback = false
  for (const sellerId of sellers) {
    if (found.size >= rule.minimumApprovals) break
    const before = found.size
    for (const id of administratorsOf(directory, sellerId).filter(may)) found.add(id)
    isFallback ||= found.size > before
  }
  if (found.size < rule.minimumApprovals) return null
  const approverIds = [...found].toSorted()
  return {
    approverIds,
    minimumApprovals: rule.minimumApprovals,
    selfApproverIds: approverIds.filter((id) => id === requesterId),
    isFallback,
  }
}
