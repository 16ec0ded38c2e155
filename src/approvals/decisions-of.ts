import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { ApprovalDecision } from './approval-decision.entity.ts'

const ofStep: ListOf<ApprovalDecision> = {
  entity: ApprovalDecision,
  by: 'stepId',
  orderBy: { decidedAt: 'asc', id: 'asc' },
}

/** The decisions in a step, oldest first; many steps cost one query. */
export async function decisionsOf(ctx: Pick<Ctx, 'em'>, stepId: string): Promise<ApprovalDecision[]> {
  return loadList(ctx, ofStep, stepId)
}
