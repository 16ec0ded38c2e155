import { z } from 'zod'
import { routeOrder } from '../src/orders/route-order.ts'
import { defineJob } from './job.ts'

/** Sends a numbered order to its approvers, or approves it where nobody has to. */
export const routeApprovalJob = defineJob({
  name: 'approval-routing',
  data: z.object({ sellerId: z.string(), subjectId: z.string() }),
  concurrency: 4,
  maxStarts: 8,
  mode: 'once',
  run: (ctx, { subjectId }) => routeOrder(ctx, subjectId),
})
