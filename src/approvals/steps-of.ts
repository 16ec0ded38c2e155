import type { Ctx } from '../access/ctx.ts'
import { loadList, type ListOf } from '../platform/load-list.ts'
import { ApprovalStep } from './approval-step.entity.ts'

const ofRequest: ListOf<ApprovalStep> = {
  entity: ApprovalStep,
  by: 'requestId',
  orderBy: { position: 'asc' },
}

/** The steps of a request, in order; many requests cost one query. */
export async function stepsOf(ctx: Pick<Ctx, 'em'>, requestId: string): Promise<ApprovalStep[]> {
  return loadList(ctx, ofRequest, requestId)
}
