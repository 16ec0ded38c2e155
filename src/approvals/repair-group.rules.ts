import type { ApproverDirectory } from './resolve-group.rules.ts'

/** A group of a step that is open: who may decide for it, of whom so many must. */
export type OpenGroup = {
  approvers: ReadonlyArray<{ id: string; name: string }>
  minimumApprovals: number
  selfApproverIds: readonly string[]
}

/** A group as it goes on. */
export type RepairedGroup = {
  approvers: Array<{ id: string; name: string }>
  minimumApprovals: number
  selfApproverIds: string[]
  /** True when too few can decide, whoever joins. */
  isShort: boolean
}

/** Who can decide now, and who is who. */
export type RepairFacts = Pick<ApproverDirectory, 'sellers' | 'people' | 'requesterId'> & {
  /** Those whose approval of this step counts: it was right when it was given, and stays. */
  agreed: readonly string[]
}

/**
 * Takes out of a group whoever cannot decide any more. Where too few remain, the administrators of the selling reseller
 * join it, then those above from the nearest up, never the requester: as when the request was opened.
 */
export function repairGroup(group: OpenGroup, facts: RepairFacts): RepairedGroup {
  const { sellers, people, requesterId, agreed } = facts
  const nameOf = new Map(people.map((one) => [one.id, one.name]))
  const approvers = group.approvers.filter(({ id }) => nameOf.has(id) || agreed.includes(id))
  const has = (id: string) => approvers.some((one) => one.id === id)
  for (const sellerId of sellers) {
    if (approvers.length >= group.minimumApprovals) break
    const joining = people.filter(
      (one) =>
        one.sellerId === sellerId &&
        one.roles.includes('RESELLER_ADMIN') &&
        one.id !== requesterId &&
        !has(one.id),
    )
    approvers.push(...joining.map(({ id, name }) => ({ id, name })))
  }
  return {
    approvers: approvers.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    minimumApprovals: group.minimumApprovals,
    selfApproverIds: group.selfApproverIds.filter(has),
    isShort: approvers.length < group.minimumApprovals,
  }
}
