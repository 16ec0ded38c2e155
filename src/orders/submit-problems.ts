import type { Ctx } from '../access/ctx.ts'
import type { Problem } from '../platform/errors.ts'
import { orderContext } from './order-context.ts'
import { orderFacts } from './order-facts.ts'
import type { Order } from './order.entity.ts'
import { previewApproval } from './preview-approval.ts'
import { holdProblems } from './refuse-on-hold.ts'
import type { EvaluatedStage } from './stage-facts.ts'
import { blockingProblems, evaluateStages } from './stages.rules.ts'

/** Every problem of the stages, and STAGE_INCOMPLETE for each stage that is not complete. */
function stageProblems(stages: readonly EvaluatedStage[]): Problem[] {
  const open = stages.filter((stage) => stage.kind !== 'SUMMARY' && stage.state !== 'COMPLETE')
  return [
    ...blockingProblems(stages).map(({ code, message, path }) => ({ code, message, path })),
    ...open.map(({ kind, state }) => ({
      code: 'STAGE_INCOMPLETE',
      message: `The stage ${kind} is ${state}. Correct it and save it, then submit.`,
      path: ['stages', kind],
    })),
  ]
}

/**
 * What keeps the order from being submitted, besides its terms: holds, stages (expired prices among them), and a
 * missing approver. In groups, in the order in which submit refuses them; every group empty means that it may go.
 */
export async function submitProblems(ctx: Ctx, order: Order): Promise<Problem[][]> {
  const { organization, account } = await orderContext(ctx, order)
  const stages = evaluateStages(await orderFacts(ctx, order))
  const route = await previewApproval(ctx, order)
  const unapprovable = route.outcome === 'BLOCKED' ? [{ ...route.problem, path: [] }] : []
  return [holdProblems(organization, account), stageProblems(stages), unapprovable]
}
