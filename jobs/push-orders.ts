import { z } from 'zod'
import { beginErpPushes, type ErpPushDue } from '../src/erp/begin-erp-pushes.ts'
import { endErpPush } from '../src/erp/end-erp-push.ts'
import type { Erp } from '../src/erp/erp-port.ts'
import { findErpNames } from '../src/erp/find-erp-names.ts'
import { defineJob, type JobRun } from './job.ts'
import { laterPushJobOf, pushQueue } from './push-job.ts'

/** After a failure of ours. */
const againMs = 5000

/** Pushes one order into one ERP, outside any transaction, and stores what came of it. Answers when to push it again. */
async function push(due: ErpPushDue, erp: Erp, transact: JobRun['transact']): Promise<Date | null> {
  const { connectionId, site, source } = due
  const outcome = await erp.push(site, source, (kind, keys) =>
    transact((unit) => findErpNames(unit, { connectionId, kind, keys })),
  )
  return transact((unit) => endErpPush(unit, { due, outcome }))
}

/**
 * Brings an order into the ERPs of its reseller. PostgreSQL says where it is due and leases it, so that two jobs of an
 * order do no harm; what could not be stored is pushed again once its lease is over, and found there.
 */
export const pushOrdersJob = defineJob({
  name: pushQueue,
  data: z.object({
    sellerId: z.string(),
    /** The order. */
    subjectId: z.string(),
  }),
  concurrency: 8,
  mode: 'pump',
  deadlineMs: 300_000,
  async run(ctx, { sellerId, subjectId: orderId }, { transact, enqueue, erp }) {
    if (!erp) return
    const due = await transact((unit) => beginErpPushes(unit, orderId))
    const times = (await Promise.all(due.map((one) => push(one, erp, transact)))).flatMap((at) => at ?? [])
    const now = ctx.clock.now()
    await enqueue(times.map((at) => laterPushJobOf({ sellerId, orderId }, at, now)))
  },
  async failed({ sellerId, subjectId: orderId }, { ctx, enqueue }) {
    const now = ctx.clock.now()
    await enqueue([laterPushJobOf({ sellerId, orderId }, new Date(now.getTime() + againMs), now)])
  },
})
