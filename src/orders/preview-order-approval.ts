import type { Ctx } from '../access/ctx.ts'
import { linesOf } from './lines-of.ts'
import type { Order } from './order.entity.ts'
import type { ApprovalPreview } from './order.view.ts'
import { previewApproval } from './preview-approval.ts'

/** Whose approval the order would need, for its readers. */
export async function previewOrderApproval(ctx: Ctx, order: Order): Promise<ApprovalPreview> {
  await linesOf(order)
  const route = await previewApproval(ctx, order)
  const { outcome, warnings } = route
  if (route.outcome === 'REQUIRE_APPROVAL')
    return {
      outcome,
      warnings,
      reason: route.steps.map((step) => step.reason).join(' '),
      steps: route.steps,
      problem: null,
    }
  if (route.outcome === 'AUTO_APPROVE')
    return { outcome, warnings, reason: route.reason.message, steps: [], problem: null }
  const problem = { ...route.problem, path: [], severity: 'ERROR' as const }
  return { outcome, warnings, reason: problem.message, steps: [], problem }
}
