import { routeOrder } from '../src/orders/route-order.ts'
import { defineJob } from './job.ts'
import { effectOn, orderJobData } from './order-job.ts'

/**
 * Sends a numbered order to its approvers, or approves it where nobody has to. Added without an event, by the
 * reconciler, the order's status under its lock is its fence.
 */
export const routeApprovalJob = defineJob({
  name: 'approval-routing',
  data: orderJobData,
  concurrency: 4,
  mode: 'once',
  effect: effectOn('approval-routing'),
  run: (ctx, { subjectId }) => routeOrder(ctx, subjectId),
})
